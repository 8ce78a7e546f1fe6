import { readFileSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { deriveIdentity } from '../nodes/channel';
import { NodeFolder } from '../nodes/node-folder';
import { ServedNode } from '../nodes/served-node';
import { digestOf, readTopology } from '../nodes/topology';
import { plain } from '../reports';
import { printEnvironment } from '../serving/environment';
import { writeWhole } from '../serving/write-whole';
import { ROLES, type Role } from '../simulators/estate-parts';
import { Misuse } from '../simulators/kernel';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';
import { portNumber } from './option-values';
import { sayFailure } from './say';
import { stopSignal } from './stop-signal';

interface NodeCommandOptions {
  readonly state: string;
  readonly passphraseFile?: string;
  readonly envFile?: string;
  readonly host: string;
  readonly publicHost?: string;
  readonly port: number;
}

const PASSPHRASE_VARIABLE = 'HOMEWARD_PASSPHRASE';
const PASSPHRASE_BYTES_MAX = 4_096;
const PASSPHRASE_MIN = 8;

/** `homeward node`: one part of an estate in a process of its own, until it is told to stop. */
export function nodeCommand(): Command {
  return new Command('node')
    .description('Runs one part of an estate in a process of its own; the others are reached over TLS.')
    .addArgument(new Argument('<role>', 'which part').choices(ROLES))
    .argument('<topology>', 'a file that names the estate and where each part answers (YAML or JSON)')
    .requiredOption(
      '--state <folder>',
      'keep the node in this folder: started again, it goes on where it stood',
    )
    .option(
      '--passphrase-file <file>',
      `holds the passphrase of the configuration server, the same for all nodes (default: ${PASSPHRASE_VARIABLE})`,
    )
    .option('--write-env, --env-file <file>', 'write there what clients read (azure and vcenter)')
    .option('--host <address>', 'the address to listen on, for nodes and for clients', '127.0.0.1')
    .option('--public-host <name>', 'by which clients reach it (default: that of --host)')
    .option('--port <number>', 'the port for clients (azure and vcenter); 0: a free one', portNumber, 0)
    .addHelpText('after', HELP)
    .action(runNode);
}

async function runNode(role: Role, file: string, options: NodeCommandOptions): Promise<void> {
  const { host, publicHost = host, port, envFile } = options;
  const topology = readTopology(file);
  const identity = await deriveIdentity(passphraseOf(options), role);
  const folder = new NodeFolder(resolve(options.state), role, digestOf(topology));
  const stop = stopSignal();
  const served = await ServedNode.open({
    ...{ role, topology, identity, folder, host, publicHost },
    frontPort: port,
    say: (line) => process.stderr.write(`${role}: ${plain(line)}\n`),
    broke: (error) => stop.broken(error),
    opened: (environment) => {
      if (envFile !== undefined) writeWhole(resolve(envFile), printEnvironment(environment), 0o600);
    },
  });
  const error = await stop.stopped;
  await served.close();
  if (envFile !== undefined) rmSync(resolve(envFile), { force: true });
  if (error !== undefined) sayFailure(error);
  // A call to another node that is just being made would hold the process up for seconds.
  process.exit(error === undefined ? EXIT.done : error instanceof Misuse ? EXIT.misuse : EXIT.invalid);
}

/** Errors: HW-NODE-PASSPHRASE. */
function passphraseOf({ passphraseFile }: NodeCommandOptions): string {
  const passphrase =
    passphraseFile === undefined ? (process.env[PASSPHRASE_VARIABLE] ?? '') : readPassphrase(passphraseFile);
  if (passphrase.length >= PASSPHRASE_MIN) return passphrase;
  throw new Misuse(
    'HW-NODE-PASSPHRASE',
    `expected a passphrase of ${PASSPHRASE_MIN} characters or more in ${passphraseFile ?? PASSPHRASE_VARIABLE}, got ${passphrase.length}`,
    'Give all nodes of an estate the same passphrase: it is all that lets one speak with another.',
  );
}

function readPassphrase(file: string): string {
  try {
    if (statSync(file).size > PASSPHRASE_BYTES_MAX) throw Object.assign(new Error(), { code: 'EFBIG' });
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Misuse(
      'HW-NODE-PASSPHRASE',
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code})`,
      'Name a file that holds the passphrase in its first line, and nothing else.',
    );
  }
}

const HELP = `
Five nodes make an estate: azure (the vault, the virtual machines in Azure), vcenter (vCenter, the hosts and the machines on
the site), configuration-server, process-server and master-target. Time passes when all of them are there, and is kept by azure.
They trust each other by certificates that are derived from the passphrase. Kill one, pause it, or cut it off: that is the fault.

Examples:
  export ${PASSPHRASE_VARIABLE}="correct horse battery staple"
  for role in azure vcenter configuration-server process-server master-target
  do homeward node $role examples/nodes/topology.yaml --state nodes/$role --write-env nodes/$role.env & done
  set -a; . nodes/azure.env; set +a; homeward-failback
${EXIT_CODES_HELP}`;
