import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { leadBack } from '../readiness';
import { writeWhole } from '../serving/write-whole';
import { Misuse } from '../simulators/kernel';
import { EXIT_CODES_HELP } from './exit-codes';
import { readMap } from './redaction-map';

/** `homeward unredact`: puts the names back in the place of the pseudonyms that `--redact` gave. */
export function unredactCommand(): Command {
  return new Command('unredact')
    .description('Puts the names back into what was made with --redact: text, JSON or HTML.')
    .argument('<map>', 'the map that --redact has written')
    .argument('[file...]', 'one after the other (default: stdin)')
    .option('-o, --output <file>', 'write there, whole or not at all (default: print)')
    .addHelpText('after', HELP)
    .action(runUnredact);
}

function runUnredact(map: string, files: readonly string[], { output }: { readonly output?: string }): void {
  if (output !== undefined && existsSync(output))
    throw new Misuse('HW-OUT-EXISTS', `${output} exists already`, 'Name another file, or remove it.');
  const names = readMap(map);
  const texts =
    files.length === 0
      ? [leadBack(readText(0, 'stdin'), names, 'stdin')]
      : files.map((file) => leadBack(readText(file, file), names, file));
  if (output === undefined) process.stdout.write(texts.join(''));
  else writeWhole(resolve(output), texts.join(''));
}

/** Errors: HW-INPUT-MISSING, HW-INPUT-UNREADABLE; HW-INPUT-ENCODING – no text, such as a PDF. */
function readText(from: string | 0, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(from));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      const message = `expected text in UTF-8, got something else: ${file}`;
      throw new Misuse('HW-INPUT-ENCODING', message, 'Name the JSON, HTML or Markdown of the report.');
    }
    const message = `expected a file of text, got one that cannot be read (${code}): ${file}`;
    throw new Misuse(
      code === 'ENOENT' ? 'HW-INPUT-MISSING' : 'HW-INPUT-UNREADABLE',
      message,
      'Check the path.',
    );
  }
}

const HELP = `
Examples:
  homeward readiness vm.json --redact map.json --out run
  homeward unredact map.json run/report.json -o report-with-names.json
  homeward unredact map.json run/index.html > report.html
  cat answer.txt | homeward unredact map.json
${EXIT_CODES_HELP}`;
