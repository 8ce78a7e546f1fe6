import { generate } from 'selfsigned';

/** Key and certificate in PEM; the certificate is its own authority, to be given to clients. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const VALID_MS = 30 * 86_400_000;

/** Makes a certificate for this machine's loopback names, and for `host`. */
export async function makeCertificate(host = '127.0.0.1'): Promise<Certificate> {
  const addresses = [...new Set(['127.0.0.1', '::1', host])];
  const isAddress = (name: string): boolean => /^[\d.]+$|:/.test(name);
  const made = await generate([{ name: 'commonName', value: 'Homeward simulated estate' }], {
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + VALID_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...addresses.map((name) =>
            isAddress(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
          ),
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
