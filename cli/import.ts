import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import {
  type Assumption,
  AssumptionBook,
  assumptionUsage,
  type DescribedEstate,
  describeEstate,
  type Inventory,
  readAssumptions,
  readInventory,
  roleOfAccount,
} from '../readiness';
import { plain } from '../reports/terminal-text';
import { parseEstate } from '../serving/estate-file';
import { estateForm, formNames, writeForm } from '../serving/estate-form';
import { writeWhole } from '../serving/write-whole';
import { build } from '../simulators/estate';
import { Misuse } from '../simulators/kernel';
import { EXIT_CODES_HELP } from './exit-codes';
import { collect, positiveNumber } from './option-values';
import { redactWith } from './redaction-map';

interface ImportOptions {
  readonly output?: string;
  readonly name: string;
  readonly account?: string;
  readonly assume: readonly string[];
  readonly bandwidth: number;
  readonly json?: boolean;
  readonly redact?: string;
}

/** `homeward import`: turns exports into the file of an estate that `homeward serve` takes. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      'Makes an estate for homeward serve from exports of RVTools, govc, PowerCLI and Site Recovery.',
    )
    .argument(
      '<export...>',
      'files of one estate, or folders of govc object.save or RVTools CSV; known by content',
    )
    .option('-o, --output <file>', 'write the estate there, whole or not at all (default: print it)')
    .option('--name <name>', 'of the estate', 'imported')
    .option('--account <principal>', 'of Site Recovery in vCenter: its role comes from govc permissions.ls')
    .option('--assume <what>', 'declares what the exports do not say; repeatable', collect, [])
    .option(
      '--bandwidth <Mbit/s>',
      'of the line between Azure and the site',
      positiveNumber(1_000_000),
      1_000,
    )
    .option('--redact <map>', 'call everything by pseudonyms; the map, kept in this file, leads back')
    .option('--json', 'print what was made, assumed and noted as one JSON object, and nothing else')
    .addHelpText('after', helpText())
    .action(runImport);
}

async function runImport(files: readonly string[], options: ImportOptions): Promise<void> {
  const { output, name, json, bandwidth: mbitPerSecond } = options;
  if (output !== undefined && existsSync(output))
    throw new Misuse('HW-OUT-EXISTS', `${output} exists already`, 'Name another file, or remove it.');
  const { inventory, words } = redactWith(options.redact, await readInventory(files));
  const assumed = readAssumptions(options.assume.map(words), inventory);
  const book = new AssumptionBook();
  const account =
    options.account === undefined ? undefined : roleOfAccount(words(options.account), inventory);
  if (account && account.lacks.length > 0 && account.role === 'read-only')
    book.add(
      'the account of Site Recovery may only read',
      `it lacks ${account.lacks.length} privileges for failback: ${account.lacks.slice(0, 4).join(', ')} …`,
      'give it the role that vmware-azure-manage-vcenter describes',
      account.name,
    );
  const described = describeEstate(inventory, assumed, book, {
    name,
    group: 'PG1',
    ...(account ? { account: { name: account.name, role: account.role } } : {}),
    mbitPerSecond,
    keeps: () => true,
  });
  if (described.machines.length === 0) {
    const next = 'Export machines that are not templates or placeholders.';
    throw new Misuse('HW-INPUT-NO-MACHINES', 'expected a machine to make an estate of, got none', next);
  }
  const measured = described.machines.flatMap((each) => (each.machine.churn ? [each.name] : []));
  const form = estateForm(described.description, new Set(measured));
  const told = tell(inventory, described, book.list());
  const text = writeForm(form, told, remarksOf(inventory, described));
  build(parseEstate(text, output ?? 'the estate'), 1);
  if (output !== undefined) writeWhole(resolve(output), text);
  if (json) {
    const { notCounted } = described;
    const sources = inventory.sources.map(({ file, sha256 }) => ({ file, sha256 }));
    const made = {
      file: output ?? null,
      sources,
      assumptions: book.list(),
      notCounted,
      notes: inventory.notes,
    };
    process.stdout.write(`${JSON.stringify({ ...made, estate: form }, null, 1)}\n`);
    return;
  }
  if (output === undefined) process.stdout.write(text);
  for (const line of told) process.stderr.write(`${plain(line)}\n`);
  for (const { severity, code, message } of inventory.notes)
    if (severity === 'warning') process.stderr.write(`${code}: ${plain(message)}\n`);
  if (output !== undefined) process.stderr.write(`next: homeward serve ${output}\n`);
}

/** What the estate was made from, and what was assumed: the header of the file, and what stderr says. */
function tell(
  { sources, notes }: Inventory,
  { description, notCounted, machines: counted }: DescribedEstate,
  assumptions: readonly Assumption[],
): readonly string[] {
  const { machines, hosts, datastores } = description;
  const unmeasured = counted.filter(({ machine }) => !machine.churn).length;
  const warnings = notes.filter(({ severity }) => severity === 'warning').length;
  return [
    `Made by homeward import from ${sources.map(({ file }) => file).join(', ')}:`,
    `${machines.length} machines, ${hosts.length} hosts, ${datastores.length} datastores.`,
    ...(notCounted.length > 0
      ? [`Left out: ${notCounted.map(({ label, why }) => `${label} (${why})`).join(', ')}.`]
      : []),
    ...(warnings > 0 ? [`Warnings of the import: ${warnings}; homeward import --json lists them.`] : []),
    'Assumed, because the exports do not say:',
    ...assumptions.map(({ what, why, settle, count, examples }) => {
      const about =
        count > examples.length
          ? `${examples.join(', ')} and ${count - examples.length} more`
          : examples.join(', ');
      return `- ${what} (${about}): ${why}. To settle it: ${settle}`;
    }),
    ...(unmeasured > 0
      ? [
          `- ${unmeasured} machines write 60 MiB an hour (the usual value): no export holds their churn. To settle it: the Deployment Planner report`,
        ]
      : []),
  ];
}

/** What the form cannot say: a licence's own name, an address that became another, a suspended machine. */
function remarksOf(
  { hosts = [] }: Inventory,
  { machines, description }: DescribedEstate,
): ReadonlyMap<string, string> {
  const hostNames = formNames(description.hosts);
  const machineNames = formNames(description.machines);
  const licences = hosts.flatMap(({ name, licences: own }): [string, string][] => {
    return own ? [[`hosts/${hostNames.get(name.value)}`, own.value.join(', ')]] : [];
  });
  const addresses = new Map(description.machines.map(({ name, address }) => [name, address]));
  const remarks = machines.flatMap(({ name, machine: { primaryIp, powerState } }): [string, string][] => {
    const said = [
      ...(addresses.get(name) !== 'dhcp' && primaryIp ? [`its own address is ${primaryIp.value}`] : []),
      ...(powerState?.value === 'suspended' ? ['suspended'] : []),
    ];
    return said.length > 0 ? [[`machines/${machineNames.get(name)}`, said.join('; ')]] : [];
  });
  return new Map([...licences, ...remarks]);
}

function helpText(): string {
  return `
Assumptions for --assume:
${assumptionUsage()
  .map((line) => `  ${line}`)
  .join('\n')}

Examples:
  govc vm.info -json '*' > vm.json; govc host.info -json -host '*' > host.json
  homeward import vm.json host.json datastore.json license.json -o estate.yaml
  homeward import examples/exports/govc/*.json -o estate.yaml && homeward serve estate.yaml
  homeward import rvtools-csv/ -o estate.yaml                # the folder of RVTools.exe -c ExportAll2csv
  homeward import saved-objects/ --name site-a --json
  homeward import vms.csv disks.csv snapshots.csv --assume licence=evaluation -o estate.yaml
  homeward import vm.json CompatibleVMs.csv replicationFabrics.json -o estate.yaml
  homeward import vm.json --redact map.json -o to-share.yaml
  homeward import vm.json permissions.json --account 'CORP\\svc-asr' -o estate.yaml
${EXIT_CODES_HELP}`;
}
