#!/usr/bin/env node
import { Command } from 'commander';

// Placeholder: the verbs are not written yet, so every call shows the usage and fails.
const program = new Command('homeward').description(
  'Proves that machines which failed over to Azure can come home.',
);
program.action(() => program.outputHelp({ error: true }));
program.parse();
process.exitCode = 2;
