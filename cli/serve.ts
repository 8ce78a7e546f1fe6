import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { printEnvironment } from '../serving/environment';
import { readEstateFile } from '../serving/estate-file';
import { readScheduleFile } from '../serving/faults/schedule-file';
import { ServedEstate, type ServeOptions } from '../serving/served-estate';
import { StateFolder } from '../serving/state/folder';
import type { EstateDescription } from '../simulators/description';
import { Misuse } from '../simulators/kernel';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';
import { portNumber, positiveNumber, wholeNumber } from './option-values';
import { sayFailure } from './say';
import { stopSignal } from './stop-signal';

const ENV_FILE =
  'write there what clients read; the file appears once everything answers. (Before Node 22, npx and node take --env-file for themselves: say --write-env.)';

const PUBLIC_HOST =
  'by which clients in other places reach it, in a container network for instance: it stands in the certificate and in what clients read (default: that of --host)';

const STATE =
  'keep the estate in this folder: served again, it goes on where it stood, with the options and ports that it had';

const FAULTS =
  'a schedule of faults (YAML or JSON) that are armed from the start; others can be had while it runs, by POST /homeward/faults';

/** `homeward serve`: a simulated estate that real Azure clients can talk to, until it is told to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description(
      'Serves a simulated estate over TLS, for real clients: Azure Resource Manager, Site Recovery, vSphere.',
    )
    .argument(
      '[estate]',
      'a file that describes an estate (YAML or JSON); with --state: the one that the folder holds',
    )
    .option('--state <folder>', STATE)
    .option(
      '--failed-over',
      'every machine is in Azure from the start, and works there: a failback can begin',
    )
    .option('--faults <file>', FAULTS)
    .option('--write-env, --env-file <file>', ENV_FILE)
    .option('--no-print', 'do not print what clients read: it holds secrets (with --write-env)')
    .option('--seed <number>', 'decides every draw of the estate', wholeNumber, 1)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--public-host <name>', PUBLIC_HOST)
    .option('--port <number>', 'the port to listen on; 0: a free one', portNumber, 0)
    .option('--vsphere-port <number>', 'the port of the vSphere API; 0: a free one', portNumber, 0)
    .addOption(
      new Option('--clock <kind>', 'virtual: time moves when a client polls; paced: with the wall clock')
        .choices(['virtual', 'paced'])
        .default('virtual'),
    )
    .option(
      '--speed <factor>',
      'virtual seconds in each real one, with --clock paced',
      positiveNumber(100_000),
      1,
    )
    .addHelpText('after', HELP)
    .action(serve);
}

async function serve(
  file: string | undefined,
  {
    faults,
    print,
    ...given
  }: ServeOptions & { readonly state?: string; readonly faults?: string; readonly print: boolean },
  command: Command,
): Promise<void> {
  const options = faults === undefined ? given : { ...given, schedule: readScheduleFile(faults) };
  if (file === undefined && options.state === undefined) command.error("error: missing argument 'estate'");
  const description = file === undefined ? undefined : readEstateFile(file);
  const said = (option: string): boolean => command.getOptionValueSource(option) === 'cli';
  const state =
    options.state === undefined
      ? undefined
      : StateFolder.open(resolve(options.state), { description, options, said });
  try {
    await serveUntilStopped(
      state?.description ?? (description as EstateDescription),
      state?.options ?? options,
      state,
      print,
    );
  } finally {
    state?.close();
  }
}

async function serveUntilStopped(
  description: EstateDescription,
  options: ServeOptions,
  state: StateFolder | undefined,
  print: boolean,
): Promise<void> {
  const stop = stopSignal();
  const served = await ServedEstate.open(description, options, (error) => stop.broken(error), state);
  const { machines, name, profile } = served.estate.description;
  if (print) process.stdout.write(printEnvironment(served.environment));
  process.stderr.write(
    `serving ${name} (${machines.length} machines, ${profile}, seed ${options.seed}) on ${served.environment.HOMEWARD_ARM_ENDPOINT} and ${served.environment.GOVC_URL}, ${options.clock} time\n` +
      (print ? `console: ${served.consoleUrl()}\n` : '') +
      `next: ${options.envFile === undefined ? 'hand the lines above to your client as its environment' : `set -a; . ${resolve(options.envFile)}; set +a`}; stop with Ctrl-C\n`,
  );
  const error = await stop.stopped;
  await served.close();
  if (error === undefined) return;
  sayFailure(error);
  process.exitCode = error instanceof Misuse ? EXIT.misuse : EXIT.invalid;
}

const HELP = `
Without --host it listens on the loopback address only. Every request but that for the certificate needs credentials,
which are drawn from the seed and printed as environment variables that the Azure SDKs, az, govc and curl already read.

Examples:
  homeward serve examples/estates/small.yaml --write-env .env.homeward
  homeward serve examples/estates/small.yaml --clock paced --speed 60
  homeward serve examples/estates/small.yaml --failed-over
  homeward serve examples/estates/small.yaml --faults examples/faults/small.yaml
  homeward serve examples/estates/small.yaml --state small.state; homeward serve --state small.state
  node --env-file=.env.homeward examples/azure-sdk-failback.mjs erp-db-01
  set -a; . ./.env.homeward; set +a; python3 examples/pyvmomi-tour.py
${EXIT_CODES_HELP}`;
