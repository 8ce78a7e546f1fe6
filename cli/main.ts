#!/usr/bin/env -S node --
import './small-heap';
import { Command, CommanderError } from 'commander';
import { readVersions } from '../reports';
import { Misuse } from '../simulators/kernel';
import { acceptCommand } from './accept';
import { drillCommand } from './drill';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';
import { exploreCommand } from './explore';
import { historyCommand } from './history';
import { importCommand } from './import';
import { readinessCommand } from './readiness';
import { replayCommand } from './replay';
import { reportCommand } from './report';
import { sayFailure } from './say';
import { serveCommand } from './serve';
import { unredactCommand } from './unredact';
import { verifyCommand } from './verify';

const program = new Command('homeward')
  .description('Proves that machines which failed over to Azure can come home.')
  .version(readVersions().homeward)
  .addCommand(importCommand())
  .addCommand(readinessCommand())
  .addCommand(historyCommand())
  .addCommand(replayCommand())
  .addCommand(reportCommand())
  .addCommand(verifyCommand())
  .addCommand(unredactCommand())
  .addCommand(exploreCommand())
  .addCommand(acceptCommand())
  .addCommand(drillCommand())
  .addCommand(serveCommand())
  .addHelpText('after', EXIT_CODES_HELP);
for (const command of [program, ...program.commands])
  command.exitOverride().showHelpAfterError('  next: homeward --help, or homeward <command> --help');

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.misuse;
    return;
  }
  sayFailure(error);
  process.exitCode = error instanceof Misuse ? EXIT.misuse : EXIT.invalid;
});
