import { type Certificate, makeCertificate, makeSigningKey } from '../simulators/azure/arm';

/** What clients of an estate trust: its certificate, and the key that signs its tokens. Shape: plain JSON, secret. */
export interface Keys {
  readonly certificate: Certificate;
  /** The certificate that clients are to trust, in PEM, where it is another. */
  readonly authority?: string | undefined;
  readonly signing: Awaited<ReturnType<typeof makeSigningKey>>;
}

export async function makeKeys(host: string): Promise<Keys> {
  return { certificate: await makeCertificate(host), signing: await makeSigningKey() };
}
