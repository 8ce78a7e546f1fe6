import { once } from 'node:events';
import type { OnReadOpts } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { Misuse } from '../../simulators/kernel';
import { ChannelBroken } from './broken';
import { Connection, type Talk, type Traffic } from './connection';
import { type Expected, GREETING, HELLO, smallFrame } from './frames';
import { type Hello, mismatch, readHello, stranger } from './hello';
import { type Identity, isFor } from './identity';
import type { Limits } from './limits';

/** TLS 1.3 alone; the first cipher is the fastest where processors have AES. */
export const TLS = {
  minVersion: 'TLSv1.3',
  ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384',
} as const;

export interface Greeter {
  readonly identity: Identity;
  readonly hello: Omit<Hello, 'kind'>;
  readonly limits: Limits;
  readonly trafficOf: (peer: string) => Traffic;
}

/** As much as TLS gives at once. */
const READ_BYTES = 16 * 1_024;

/** Calls a peer and says hello. Errors: ChannelBroken – `refused` when it is not there or does not want to talk (with a cause, when
 *  somebody has to mend something), `timeout`. */
export async function dial(
  greeter: Greeter,
  peer: string,
  at: { readonly host: string; readonly port: number },
  kind: Hello['kind'],
  talk: (connection: Connection) => Talk,
): Promise<Connection> {
  const { limits, identity } = greeter;
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  let connection: Connection | undefined;
  const options: ConnectionOptions & { readonly onread: OnReadOpts } = {
    ...TLS,
    ...identity.credentials(),
    ...at,
    servername: peer,
    // One buffer for all that comes: a third less work for each byte than an event with a buffer of its own.
    onread: {
      buffer,
      callback: (bytes) => {
        connection?.read(bytes === READ_BYTES ? buffer : buffer.subarray(0, bytes));
        return true;
      },
    },
  };
  const socket = connect(options);
  socket.setNoDelay(true);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    socket.destroy();
  }, limits.dialMs);
  try {
    await secured(socket, peer);
    const own: Hello = { ...greeter.hello, kind };
    return await new Promise<Connection>((resolve, reject) => {
      const about = { peer, limits, traffic: greeter.trafficOf(peer) };
      connection = new Connection(
        socket,
        about,
        (made) =>
          new Greeting(
            (other) => {
              const cause =
                other.role === peer ? mismatch(own, other) : stranger(`expected ${peer}, got ${other.role}`);
              if (cause) return made.end(cause.message, cause);
              made.begin(kind === 'control' ? kind : 'data', talk(made));
              resolve(made);
            },
            ({ message, cause }) =>
              reject(new ChannelBroken('refused', peer, cause?.message ?? message, cause)),
          ),
      );
      connection.send(smallFrame(HELLO, own));
    });
  } catch (error) {
    socket.destroy();
    if (late) throw new ChannelBroken('timeout', peer, `no hello within ${limits.dialMs} ms`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Takes a call on which TLS has found a certificate of the authority. `met` is called when both have said hello; `refused` when
 *  they will not. */
export function accept(
  greeter: Greeter,
  socket: TLSSocket,
  met: (connection: Connection, kind: Hello['kind']) => void,
  refused: (peer: string, cause: Misuse) => void,
): void {
  const { limits } = greeter;
  socket.setNoDelay(true);
  const certificate = socket.getPeerCertificate();
  const peer = String(certificate.subject?.CN ?? '');
  if (!isFor(peer, certificate)) {
    socket.destroy();
    refused(peer, stranger('expected a certificate for a role, got one for something else'));
    return;
  }
  const about = { peer, limits, traffic: greeter.trafficOf(peer) };
  const connection = new Connection(
    socket,
    about,
    (made) =>
      new Greeting(
        (other) => {
          clearTimeout(timer);
          const own: Hello = { ...greeter.hello, kind: other.kind };
          const cause =
            other.role === peer
              ? mismatch(own, other)
              : stranger(`expected ${peer}, which the certificate is for, got ${other.role}`);
          if (cause) return made.end(cause.message, cause);
          made.send(smallFrame(HELLO, own));
          met(made, other.kind);
        },
        ({ cause }) => {
          clearTimeout(timer);
          if (cause) refused(peer, cause);
        },
      ),
  );
  socket.on('data', (chunk: Buffer) => connection.read(chunk));
  const timer = setTimeout(() => connection.end('it did not say hello'), limits.helloMs);
}

/** Waits for the other's hello, and for nothing else. */
class Greeting implements Talk {
  readonly expected: Expected = GREETING;
  readonly #said: (hello: Hello) => void;
  readonly lost: (broken: ChannelBroken) => void;

  constructor(said: (hello: Hello) => void, lost: (broken: ChannelBroken) => void) {
    this.#said = said;
    this.lost = lost;
  }

  take(_hello: number, payload: Buffer): void {
    this.#said(readHello(payload));
  }
}

async function secured(socket: TLSSocket, peer: string): Promise<void> {
  try {
    await once(socket, 'secureConnect');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // What TLS says of certificates, and nothing that the system says of sockets.
    const certificate = socket.authorizationError !== null || /^ERR_(SSL|TLS)|CERT|SIGNATURE/.test(code);
    const cause = certificate
      ? stranger(`expected the certificate of ${peer} from the same passphrase, got another (${code})`)
      : undefined;
    throw new ChannelBroken('refused', peer, cause?.message ?? code, cause);
  }
}
