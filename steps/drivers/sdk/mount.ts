import type { FastifyInstance } from 'fastify';
import nock from 'nock';

// Importing nock patches http at once; only a driver that needs it lets it work.
nock.restore();

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const;
/** Lets `app` answer everything that is sent to `origin` in this process; no socket is opened, and a request to any other host fails. */
export function mount(app: FastifyInstance, origin: string): void {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  const { host } = new URL(origin);
  for (const method of METHODS) {
    nock(origin)
      .persist()
      .intercept(/.*/, method)
      .reply(async function (this: { req: { headers: Record<string, string> } }, uri: string, body: unknown) {
        const { 'content-length': _length, ...headers } = this.req.headers;
        const payload = body === '' || body === undefined ? {} : { payload: body as string | object };
        const answer = await app.inject({ method, url: uri, headers: { ...headers, host }, ...payload });
        return [answer.statusCode, answer.rawPayload, answer.headers as Record<string, string>];
      } as never);
  }
}
