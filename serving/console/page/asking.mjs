// What is asked of the server, and how it tells what goes on.

const ROOT = '/homeward';
/** Units: ms. */
const AGAIN_MS = 2_000;
/** The server says something at least every ten seconds. */
const SILENCE_MS = 25_000;

/** Asks the control API. @param {string} method @param {string} path @param {object} [body]
 *  @returns {Promise<{ ok: boolean, status: number, body: any }>} `status` 0: nobody answers. */
export async function ask(method, path, body) {
  try {
    const answer = await fetch(`${ROOT}${path}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

/** Why something was not done, for people. @param {{ status: number, body: any }} answer */
export function whyNot({ status, body }) {
  if (status === 0) return 'Nobody answers: nothing was done.';
  return typeof body?.error?.message === 'string' ? body.error.message : `The server answered ${status}.`;
}

/** Changes the ticket in the address into a session; the ticket goes from the address at once. */
export async function enter() {
  const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket');
  if (ticket === null) return;
  history.replaceState(null, '', location.pathname);
  await ask('POST', '/console/session', { ticket });
}

/** @typedef {'waiting' | 'online' | 'lost' | 'refused' | 'full' | 'ended'} Connection */

/** Follows what the server tells, and comes back after each break.
 *  @param {{ view: (view: any) => void, happened: (happened: any) => void, over: (outcome: any) => void, anew: () => void, connection: (state: Connection) => void }} heard */
export function follow(heard) {
  /** @type {EventSource | undefined} */
  let source;
  let lastHeard = performance.now();
  const open = () => {
    source?.close();
    lastHeard = performance.now();
    source = new EventSource(`${ROOT}/console/events`);
    const on = (/** @type {string} */ type, /** @type {(data: any) => void} */ act) =>
      source?.addEventListener(type, (event) => {
        lastHeard = performance.now();
        act(JSON.parse(/** @type {MessageEvent} */ (event).data));
      });
    source.addEventListener('open', () => heard.connection('online'));
    on('anew', () => heard.anew());
    on('view', heard.view);
    on('happened', heard.happened);
    on('over', heard.over);
    on('bye', () => broken('ended'));
    source.addEventListener('error', () => broken('lost'));
  };
  const broken = (/** @type {Connection} */ why) => {
    source?.close();
    heard.connection(why);
    setTimeout(() => void tryAgain(), AGAIN_MS);
  };
  const tryAgain = async () => {
    const { ok, status } = await ask('GET', '/console/view');
    if (ok) return open();
    heard.connection(status === 401 ? 'refused' : status === 0 ? 'lost' : 'lost');
    setTimeout(() => void tryAgain(), AGAIN_MS);
  };
  setInterval(() => {
    if (source?.readyState === EventSource.OPEN && performance.now() - lastHeard > SILENCE_MS) broken('lost');
  }, 5_000);
  void tryAgain();
}
