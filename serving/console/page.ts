import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { LOOK } from '../../reports/look';

const FOLDER = join(__dirname, 'page');
const SCRIPTS = [
  'main.mjs',
  'asking.mjs',
  'controls.mjs',
  'drawing.mjs',
  'elements.mjs',
  'machines.mjs',
  'timeline.mjs',
  'words.mjs',
];
const NONCE = '{{nonce}}';

/** The page of the console and its scripts. They hold nothing about the estate, and are open to all: what there is to see takes a session. */
export function addPage(app: FastifyInstance): void {
  const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
  const html = read('console.html').replace('{{style}}', () => `${colours()}${read('console.css')}`);
  app.get('/homeward/console', (_request, reply) => {
    const nonce = randomBytes(18).toString('base64');
    return reply
      .headers({ ...HEADERS, 'content-security-policy': policy(nonce) })
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(NONCE, nonce));
  });
  for (const name of SCRIPTS) {
    const script = read(name);
    app.get(`/homeward/console/page/${name}`, (_request, reply) =>
      reply.headers(HEADERS).type('text/javascript; charset=utf-8').send(script),
    );
  }
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** The colours of the verdicts, as everywhere. */
function colours(): string {
  const [good, soso, bad, open] = [LOOK.proven, LOOK['at risk'], LOOK.blocked, LOOK.unknown];
  const names = { good, soso, bad, open };
  const of = (theme: 'light' | 'dark'): string =>
    Object.entries(names)
      .map(([name, look]) => `--${name}:${look[theme]};`)
      .join('');
  return `:root{${of('light')}}@media(prefers-color-scheme:dark){:root{${of('dark')}}}\n`;
}
