import type { Socket } from 'node:net';

/** What Node's HTTP parser refuses, as the answer that the client sees; everything else is a bad request. */
const STATUS: { readonly [code: string]: readonly [number, string, string] } = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'RequestHeaderFieldsTooLarge'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'RequestTimeout'],
};

/** Answers what is no request, or came too slowly to be one, in ARM's words, and ends the connection. */
export function refuseUnreadable({ code = '' }: { readonly code?: string }, socket: Socket): void {
  // Without a handshake there is nobody to answer.
  if (!/^(HPE|ERR_HTTP)_/.test(code) || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, name] = STATUS[code] ?? [400, 'Bad Request', 'InvalidRequest'];
  const error = { code: name, message: `The request could not be read (${code}).`, details: [] };
  const body = JSON.stringify({ error });
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
