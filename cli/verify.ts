import { Command } from 'commander';
import { plain, readPublicKey, verifyFolder } from '../reports';
import { EXIT } from './exit-codes';

/** `homeward verify`: is a run folder what somebody has signed? */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('Checks the signed statement of a run folder, and every file that it names.')
    .argument('<run>', 'a run folder')
    .requiredOption('--key <pub.pem>', 'the public key of whoever signed (PEM, Ed25519)')
    .option('--json', 'print the result as one JSON object, and nothing else')
    .addHelpText('after', HELP)
    .action(runVerify);
}

function runVerify(folder: string, { key, json }: { readonly key: string; readonly json?: boolean }): void {
  const { keyId, files, differences } = verifyFolder(folder, readPublicKey(key));
  const same = differences.length === 0;
  process.exitCode = same ? EXIT.done : EXIT.negative;
  if (json) print(JSON.stringify({ verified: same, keyId, files, differences }, null, 1));
  else if (same) print(`verified: ${files} files are what the holder of the key ${keyId} signed`);
  else print(['NOT VERIFIED:', ...differences.map((each) => `  ${plain(each)}`)].join('\n'));
}

const HELP = `
Example:
  openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out pub.pem
  homeward report reports/runs/latest --sign key.pem
  homeward verify reports/runs/latest --key pub.pem

Exit codes:
  0  the signature is of this key, and every file is what was signed
  1  it is not; what differs is listed
  2  bad input or options
`;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
