import { Command, Option } from 'commander';
import {
  FORMATS,
  type Format,
  LANGUAGE_CODES,
  type Language,
  readSigningKey,
  rebuildReport,
} from '../reports';
import { EXIT_CODES_HELP } from './exit-codes';

interface ReportOptions {
  readonly out?: string;
  readonly lang?: Language;
  readonly format?: readonly Format[];
  readonly sign?: string;
}

/** `homeward report`: renders every file of a report anew from its run folder, byte for byte. */
export function reportCommand(): Command {
  return new Command('report')
    .description('Renders the files of a report again from the JSON of its run folder, byte for byte.')
    .argument('<run>', 'a run folder')
    .option(
      '--out <folder>',
      'write to another folder, which becomes a run folder too (default: the run folder)',
    )
    .addOption(new Option('--lang <language>', 'in this language only').choices(LANGUAGE_CODES))
    .addOption(new Option('--format <formats...>', 'only these').choices(FORMATS))
    .option('--sign <key.pem>', 'sign a statement about all files with this private key (PEM, Ed25519)')
    .addHelpText(
      'after',
      `\nExamples:\n  homeward report reports/runs/latest\n  homeward report reports/runs/latest --lang ja --format html pdf --out reports/for-audit\n${EXIT_CODES_HELP}`,
    )
    .action(runReport);
}

async function runReport(folder: string, options: ReportOptions): Promise<void> {
  const wanted = {
    formats: FORMATS.filter((format) => options.format?.includes(format) ?? true),
    languages: options.lang === undefined ? LANGUAGE_CODES : [options.lang],
  };
  const key = options.sign === undefined ? undefined : readSigningKey(options.sign);
  const { names, signed } = await rebuildReport(folder, options.out, wanted, key);
  const shown = names.filter((name) => !name.includes('/'));
  const more = names.length - shown.length;
  print(`rendered: ${shown.join(', ')}${more > 0 ? `, and ${more} features of blockers` : ''}`);
  print(signed ? 'signed: statement.dsse.json' : 'not signed: no --sign, so there is no statement');
  print(`run folder: ${options.out ?? folder}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
