import type { FastifyInstance } from 'fastify';
import { Misuse } from '../simulators/kernel';

/** The address of a host's port as clients write it. */
export function originAt(host: string, port: number): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Opens a TLS socket and gives its address, `https://host:port`. Port 0: any free one. Errors: HW-SERVE-LISTEN. */
export async function listen(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    const address = new URL(await app.listen({ host, port }));
    return originAt(host, Number(address.port));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Misuse(
      'HW-SERVE-LISTEN',
      `cannot listen on ${host}:${port} (${code || message})`,
      'Choose another --port, or 0 for a free one; --host must be an address of this machine.',
    );
  }
}
