import assert from 'node:assert/strict';
import { request } from 'node:https';
import { connect as connectPlainly, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { Arm, buildServer, makeCertificate, Tokens } from '../simulators/azure/arm';
import { build } from '../simulators/estate';
import { fuzzedEstate } from './fuzz/front';

/** Tighter than in service, so that a spec sees them within seconds. Units: ms, connections. */
const LIMITS = { requestMs: 1_000, checkMs: 200, connections: 100 };
const WAIT_MS = 10_000;
const OPENED = 300;

describe('Azure front: clients that behave badly, on real sockets', () => {
  let app: FastifyInstance;
  let port = 0;
  let ca = '';
  let arm: Arm;
  let token = '';
  const broke: unknown[] = [];
  const sockets: Socket[] = [];
  before(async () => {
    const certificate = await makeCertificate();
    ca = certificate.cert;
    arm = new Arm(build(fuzzedEstate(false), 1));
    const tokens = await Tokens.open(arm);
    const broken = (error: unknown): void => void broke.push(error);
    app = buildServer({ arm, tokens }, { https: certificate, broke: broken, limits: LIMITS });
    port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
    const [application] = tokens.applications;
    const { clientId = '', secret = '' } = application ?? {};
    token = await tokens.issue(clientId, secret, `https://127.0.0.1:${port}`);
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await app.close();
    assert.deepEqual(broke, []);
  });

  /** Whether an ordinary client is answered. */
  const answers = (): Promise<number | undefined> =>
    new Promise((done, fail) => {
      const path = `${arm.vaultId}/replicationFabrics?api-version=2023-06-01`;
      const headers = { authorization: `Bearer ${token}` };
      request({ host: '127.0.0.1', port, ca, path, headers, agent: false }, (answer) => {
        answer.resume();
        answer.on('end', () => done(answer.statusCode));
      })
        .on('error', fail)
        .end();
    });

  const open = (): Promise<TLSSocket> =>
    new Promise((done, fail) => {
      const socket = connect({ host: '127.0.0.1', port, ca }, () => done(socket));
      sockets.push(socket);
      socket.on('error', fail);
    });

  /** All that the server says until it ends the connection. */
  const untilClosed = (socket: Socket): Promise<string> =>
    new Promise((done, fail) => {
      let said = '';
      const timer = setTimeout(() => fail(new Error(`still open after ${WAIT_MS} ms: ${said}`)), WAIT_MS);
      socket.on('data', (chunk) => (said += chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearTimeout(timer);
        done(said);
      });
    });

  const begin = (words: readonly string[]): string =>
    [
      `PUT ${arm.policyId('slow')}?api-version=2023-06-01 HTTP/1.1`,
      'host: 127.0.0.1',
      `authorization: Bearer ${token}`,
      'content-type: application/json',
      ...words,
    ].join('\r\n');

  it('lets go of a client that sends half a request and waits', async () => {
    const halves = [
      'PUT /subscriptions',
      begin([]),
      `${begin(['content-length: 1000'])}\r\n\r\n{"properties":`,
      `${begin(['transfer-encoding: chunked'])}\r\n\r\n5\r\n{"pro`,
      '',
    ];
    await Promise.all(
      halves.map(async (half) => {
        const socket = await open();
        socket.write(half);
        const said = await untilClosed(socket);
        assert(said === '' || /^HTTP\/1\.1 4\d\d /.test(said), said);
      }),
    );
    assert.equal(await answers(), 200);
  });

  it('lets go of a client that never begins with TLS, or speaks something else', async () => {
    for (const first of ['', 'GET / HTTP/1.1\r\nhost: a\r\n\r\n', '\0'.repeat(100)]) {
      const socket = connectPlainly({ host: '127.0.0.1', port });
      sockets.push(socket);
      if (first !== '') socket.write(first);
      await untilClosed(socket);
    }
    assert.equal(await answers(), 200);
  });

  it('refuses a body that is too large before it has come, and a header without end', async () => {
    const large = await open();
    const said = untilClosed(large);
    large.write(`${begin([`content-length: ${50 * 2 ** 20}`])}\r\n\r\n${'x'.repeat(10_000)}`);
    assert.match(await said, /^HTTP\/1\.1 413 [\s\S]*"code":"RequestEntityTooLarge"/);
    const endless = await open();
    const answer = untilClosed(endless);
    endless.write(begin([`x: ${'x'.repeat(100_000)}`]));
    assert.match(await answer, /^HTTP\/1\.1 431 /);
    assert.equal(await answers(), 200);
  });

  it('refuses what is no HTTP', async () => {
    for (const words of [
      'nonsense\r\n\r\n',
      begin(['content-length: -1', '', '']),
      begin(['a b: c', '', '']),
    ]) {
      const socket = await open();
      const said = untilClosed(socket);
      socket.write(words);
      assert.match(await said, /^HTTP\/1\.1 400 [\s\S]*"error":\{"code":"/, words);
    }
    assert.equal(await answers(), 200);
  });

  it(`holds no more than its bound of ${OPENED} connections, and goes on answering`, async () => {
    const opened = await Promise.allSettled(Array.from({ length: OPENED }, open));
    const held = opened.filter(({ status }) => status === 'fulfilled').length;
    assert(held > 0 && held <= LIMITS.connections, `${held} of ${OPENED} connections are held`);
    // Idle ones are let go of; then there is room again.
    await Promise.all(sockets.map((socket) => (socket.closed ? '' : untilClosed(socket))));
    assert.equal(await answers(), 200);
  });
});
