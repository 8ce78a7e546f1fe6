#!/usr/bin/env -S node --
import './heap';
import { Command, CommanderError } from 'commander';
import { readVersions } from '../reports/versions';
import { Misuse } from '../simulators/kernel';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';
import { sayFailure } from './say';

/** Each is loaded when it is named, or when all are listed: they need much that the others do not. */
const COMMANDS: Readonly<Record<string, () => Command>> = {
  import: () => (require('./import') as typeof import('./import')).importCommand(),
  readiness: () => (require('./readiness') as typeof import('./readiness')).readinessCommand(),
  history: () => (require('./history') as typeof import('./history')).historyCommand(),
  replay: () => (require('./replay') as typeof import('./replay')).replayCommand(),
  report: () => (require('./report') as typeof import('./report')).reportCommand(),
  verify: () => (require('./verify') as typeof import('./verify')).verifyCommand(),
  unredact: () => (require('./unredact') as typeof import('./unredact')).unredactCommand(),
  explore: () => (require('./explore') as typeof import('./explore')).exploreCommand(),
  worker: () => (require('./worker') as typeof import('./worker')).workerCommand(),
  accept: () => (require('./accept') as typeof import('./accept')).acceptCommand(),
  drill: () => (require('./drill') as typeof import('./drill')).drillCommand(),
  serve: () => (require('./serve') as typeof import('./serve')).serveCommand(),
  node: () => (require('./node') as typeof import('./node')).nodeCommand(),
};

// Whoever reads no further (`| head`) is told no more; the run still ends as it would, and writes its folder.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

async function run(): Promise<void> {
  const program = new Command('homeward')
    .description('Proves that machines which failed over to Azure can come home.')
    .version(readVersions().homeward)
    .addHelpText('after', EXIT_CODES_HELP);
  const named = process.argv[2] ?? '';
  const names = Object.hasOwn(COMMANDS, named) ? [named] : Object.keys(COMMANDS);
  for (const name of names) {
    const command = COMMANDS[name]?.();
    if (command) program.addCommand(command);
  }
  for (const command of [program, ...program.commands])
    command.exitOverride().showHelpAfterError('  next: homeward --help, or homeward <command> --help');
  await program.parseAsync();
}

run().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.misuse;
    return;
  }
  sayFailure(error);
  process.exitCode = error instanceof Misuse ? EXIT.misuse : EXIT.invalid;
});
