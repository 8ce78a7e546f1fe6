#!/usr/bin/env -S node --
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import {
  type Connection,
  connectionFromEnvironment,
  EnvironmentError,
  mustBeTrusted,
  type RunbookLine,
} from './connection';
import { Failback, type FailbackOptions, type FailbackResult } from './failback';

interface Options {
  readonly machines?: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly poll?: number;
}

const HELP = `
Examples:
  homeward-failback --dry-run                      what stands in the way now, machine by machine; changes nothing
  homeward-failback                                brings every protected machine home
  homeward-failback --machines erp-db-01,erp-app-01
  homeward-failback --json | jq 'select(.outcome == "stopped")'
It may be stopped at any time and run again: it goes on from where each machine stands.

Environment:
  AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_SUBSCRIPTION_ID   as the Azure SDKs read them
  HOMEWARD_RESOURCE_GROUP HOMEWARD_VAULT                                     where the Recovery Services vault is
  GOVC_URL GOVC_USERNAME GOVC_PASSWORD                                       the vCenter server, as govc reads them
  AZURE_AUTHORITY_HOST HOMEWARD_ARM_ENDPOINT                                 another cloud than the public one
  HOMEWARD_POLL_SECONDS                                                      as --poll

Exit codes:
  0  every machine is home and protected again; with --dry-run: nothing stands in the way
  1  some machine is not, and why is told
  2  bad options, or an environment that does not say where Azure and vSphere are
`;

const program = new Command('homeward-failback')
  .description('Brings machines home from Azure: reprotect, fail over to the site, commit, protect again.')
  .option('--machines <names>', 'only these, by name, with commas between them', namesOf)
  .option('--dry-run', 'look whether they could come home; change nothing')
  .option('--json', 'progress and result as one JSON document a line')
  .option('--poll <seconds>', 'between two looks; as long as the service says if absent', secondsOf)
  .addHelpText('after', HELP)
  .exitOverride()
  .showHelpAfterError('  next: homeward-failback --help');

main().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${error instanceof EnvironmentError ? error.message : (error as Error).stack}\n`);
    process.exitCode = error instanceof EnvironmentError ? 2 : 1;
  }
});

async function main(): Promise<void> {
  const { machines, dryRun, json, poll } = program.parse().opts<Options>();
  const seconds = poll ?? pollOf(process.env.HOMEWARD_POLL_SECONDS);
  const options: FailbackOptions = {
    ...(machines ? { machines } : {}),
    ...(dryRun ? { dryRun } : {}),
    ...(seconds === undefined ? {} : { pollMs: seconds * 1_000 }),
  };
  const say = json ? sayJson : sayLine;
  const connection: Connection = { ...connectionFromEnvironment(process.env), say };
  await mustBeTrusted(connection);
  const result = await new Failback(connection, options).run();
  if (json) sayJson(result);
  else sayResult(result, dryRun === true);
  process.exitCode = result.ok ? 0 : 1;
}

function sayLine({ step, machine = '', outcome, what }: RunbookLine): void {
  const time = new Date().toISOString().slice(11, 19);
  process.stdout.write(`${time}  ${machine.padEnd(16)} ${step.padEnd(14)} ${outcome.padEnd(8)} ${what}\n`);
}

function sayJson(line: RunbookLine | FailbackResult): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function sayResult({ ok, machines }: FailbackResult, dryRun: boolean): void {
  for (const { machine, home, stage, cause, next } of machines) {
    const how = home ? 'home' : (cause ?? (dryRun ? 'can come home' : 'not home'));
    process.stdout.write(`${machine.padEnd(16)} ${stage.padEnd(14)} ${how}\n`);
    if (next) process.stdout.write(`${''.padEnd(32)}next: ${next}\n`);
  }
  const done = dryRun ? 'nothing stands in the way' : 'every machine is home and protected again';
  const not = machines.length === 0 ? 'no protected machine was found' : 'not all is well: see above';
  process.stdout.write(`${ok ? done : not}\n`);
}

function namesOf(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    throw new InvalidArgumentError('expected names with commas between them.');
  return names;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3_600))
    throw new InvalidArgumentError(`expected seconds, more than 0 and at most 3600, got "${text}".`);
  return seconds;
}

function pollOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return secondsOf(text);
  } catch (error) {
    throw new EnvironmentError(`HOMEWARD_POLL_SECONDS: ${(error as Error).message}`);
  }
}
