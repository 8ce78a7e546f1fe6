// Buttons: halt, resume, inject, heal, time.
import { ask, whyNot } from './asking.mjs';
import { buttonById, byId, el, fill, inputById, keyed, selectById, setText } from './elements.mjs';
import { duration, look, paceOf } from './words.mjs';

/** @typedef {import('../shape').View} View */
/** @typedef {{ name: string, layer: string, what: string, on: string, only?: string[], does: string, how?: Record<string, unknown>, lasts: unknown }} Kind */

const SPEEDS = [1, 10, 60, 600, 3_600];
/** @type {{ kinds: Kind[], targets: Record<string, string[]> }} */
let catalogue = { kinds: [], targets: {} };
/** @type {View | undefined} */
let latest;
let connected = false;

/** Says something to people and to whoever reads aloud. @param {string} text */
export function say(text) {
  setText(byId('said'), text);
}

export function wireControls() {
  const halt = buttonById('halt');
  halt.addEventListener('click', () => {
    if (halt.getAttribute('aria-disabled') === 'true') return;
    void act('POST', '/halt', { why: 'HALT in the console' }, 'Halted: every fault is healed.');
  });
  buttonById('resume').addEventListener('click', async () => {
    await act('DELETE', '/halt', undefined, 'Faults may strike again.');
    halt.focus();
  });
  buttonById('heal-all').addEventListener(
    'click',
    () => void act('DELETE', '/faults', undefined, 'All faults are healed.'),
  );
  buttonById('pause').addEventListener('click', () => {
    const paused = latest?.clock.paused;
    void act(
      'POST',
      '/clock',
      paused ? { resume: true } : { pause: true },
      paused ? 'Time goes on.' : 'Time is stopped.',
    );
  });
  for (const id of ['step', 'leap']) {
    const button = buttonById(id);
    const advanceMs = Number(button.dataset.ms);
    button.addEventListener(
      'click',
      () => void act('POST', '/clock', { advanceMs }, `${duration(advanceMs)} passed.`),
    );
  }
  const speed = selectById('speed');
  speed.append(...SPEEDS.map((factor) => el('option', { value: String(factor) }, `×${factor}`)));
  speed.addEventListener(
    'change',
    () => void act('POST', '/clock', { speed: Number(speed.value) }, `Time passes ×${speed.value}.`),
  );
  selectById('kind').addEventListener('change', showKind);
  selectById('target').addEventListener('focus', () => void loadCatalogue());
  byId('inject').addEventListener('submit', (event) => {
    event.preventDefault();
    void inject();
  });
}

/** @param {string} method @param {string} path @param {object | undefined} body @param {string} done */
async function act(method, path, body, done) {
  const answer = await ask(method, path, body);
  say(answer.ok ? done : whyNot(answer));
  const notice = byId('inject-says');
  if (!answer.ok) fill(notice, whyNot(answer), () => [look('invalid', 'Refused'), ` ${whyNot(answer)}`]);
  else if (path !== '/clock') fill(notice, '', () => []);
  return answer.ok;
}

async function inject() {
  const kind = kindChosen();
  if (!kind) return;
  /** @type {Record<string, string | number>} */
  const how = {};
  for (const field of byId('how').querySelectorAll('input, select')) {
    const { name, value, type } = /** @type {HTMLInputElement} */ (field);
    if (value !== '') how[name] = type === 'number' ? Number(value) : value;
  }
  const minutes = inputById('lasts').value;
  const lasts =
    kind.lasts === 'passes' || minutes === '' ? {} : { lasts: `PT${Math.round(Number(minutes) * 60)}S` };
  const answer = await ask('POST', '/faults', {
    fault: kind.name,
    target: selectById('target').value,
    how,
    ...lasts,
  });
  const told = answer.ok
    ? `${kind.name}: ${answer.body.state}, on ${answer.body.struck.join(', ')}.`
    : whyNot(answer);
  fill(byId('inject-says'), told, () => [
    look(answer.ok ? 'valid' : 'invalid', answer.ok ? 'Done' : 'Refused'),
    ` ${told}`,
  ]);
}

/** What can be done to what: it changes as machines come and go. */
export async function loadCatalogue() {
  const { ok, body } = await ask('GET', '/faults');
  if (!ok) return;
  catalogue = { kinds: body.kinds, targets: body.targets };
  const select = selectById('kind');
  const can = catalogue.kinds.filter((kind) => targetsOf(kind).length > 0);
  const key = can.map(({ name }) => name).join();
  if (select.dataset.shows !== key) {
    const chosen = select.value || 'connection-cut';
    select.dataset.shows = key;
    select.replaceChildren(
      ...[...new Set(can.map(({ layer }) => layer))].map((layer) =>
        el(
          'optgroup',
          { label: layer },
          ...can
            .filter((kind) => kind.layer === layer)
            .map(({ name }) => el('option', { value: name }, name)),
        ),
      ),
    );
    if (can.some(({ name }) => name === chosen)) select.value = chosen;
  }
  showKind();
}

/** @param {Kind} kind */
function targetsOf({ on, only }) {
  return (catalogue.targets[on] ?? []).filter((name) => !only || only.includes(name));
}

function kindChosen() {
  return catalogue.kinds.find(({ name }) => name === selectById('kind').value);
}

function showKind() {
  const kind = kindChosen();
  if (!kind) return;
  setText(byId('kind-says'), `${kind.what} Strikes: ${kind.on}.`);
  const targets = targetsOf(kind);
  const select = selectById('target');
  const key = `${kind.name} ${targets.join()}`;
  if (select.dataset.shows !== key) {
    const chosen = select.value;
    select.dataset.shows = key;
    select.replaceChildren(
      ...targets.map((name) => el('option', { value: name }, name)),
      ...(targets.length > 1 ? [el('option', { value: 'all' }, `all ${targets.length}`)] : []),
    );
    if (targets.includes(chosen)) select.value = chosen;
  }
  byId('lasts-field').hidden = kind.lasts === 'passes';
  fill(byId('how'), kind.name, () =>
    Object.entries(kind.how ?? {}).flatMap(([name, usual]) => parameter(name, usual)),
  );
}

/** @param {string} name @param {unknown} usual @returns {HTMLElement[]} */
function parameter(name, usual) {
  const id = `how-${name}`;
  const label = (/** @type {string} */ more) =>
    el('label', { for: id }, name, el('span', { class: 'soft' }, more));
  const list = Array.isArray(usual) ? usual : undefined;
  if (list && typeof list[0] === 'string')
    return [label(''), el('select', { id, name }, ...list.map((value) => el('option', { value }, value)))];
  if (list)
    return [
      label(` (usually ${list[0]} to ${list[1]})`),
      el('input', { id, name, type: 'number', step: 'any', value: name === 'most' ? '' : String(list[0]) }),
    ];
  // Texts and numbers that make the kind what it is stand fast.
  if (name === 'method')
    return [
      label(' (* for anything)'),
      el('input', { id, name, type: 'text', maxlength: '200', value: String(usual) }),
    ];
  if (name === 'share')
    return [
      label(' (0 to 1)'),
      el('input', { id, name, type: 'number', min: '0', max: '1', step: 'any', value: String(usual) }),
    ];
  if (typeof usual === 'number' && /ms$/i.test(name))
    return [label(''), el('input', { id, name, type: 'number', min: '0', value: String(usual) })];
  return [];
}

/** @param {boolean} online */
export function enableControls(online) {
  connected = online;
  showEnabled();
}

function showEnabled() {
  const halted = latest?.halt.halted ?? false;
  const clock = latest?.clock;
  const off = (/** @type {string} */ id, /** @type {boolean} */ when) => {
    buttonById(id).disabled = !connected || when;
  };
  buttonById('halt').setAttribute('aria-disabled', String(halted));
  off('resume', !halted);
  off('inject-it', halted);
  off('heal-all', (latest?.faults.length ?? 0) === 0);
  off('pause', clock?.mode === 'virtual');
  off('step', clock?.mode === 'paced' && !clock.paused);
  off('leap', clock?.mode === 'paced' && !clock.paused);
  selectById('speed').disabled = !connected;
}

/** @param {View} view */
export function drawControls(view) {
  const { halt, faults, clock, verdicts } = view;
  latest = view;
  setText(buttonById('pause'), clock.paused ? 'Resume' : 'Pause');
  byId('speed-field').hidden = clock.mode === 'virtual';
  const speed = selectById('speed');
  if (![...speed.options].some(({ value }) => Number(value) === clock.speed) && clock.speed > 0)
    speed.append(el('option', { value: String(clock.speed) }, `×${clock.speed}`));
  if (document.activeElement !== speed) speed.value = String(clock.speed);
  setText(
    byId('clock-says'),
    `${paceOf(clock)}.${clock.mode === 'paced' && !clock.paused ? ' Pause it to step.' : ''}`,
  );
  const button = buttonById('halt');
  fill(button, String(halt.halted), () => [
    el('span', { 'aria-hidden': 'true' }, '■'),
    halt.halted ? ' HALTED' : ' HALT',
  ]);
  byId('resume').hidden = !halt.halted;
  setText(
    byId('halt-says'),
    halt.halted
      ? `Halted: ${halt.why}. Everything is healed; new faults are refused.`
      : 'HALT heals every fault and refuses new ones.',
  );
  byId('calm').hidden = faults.length > 0;
  keyed(
    byId('faults'),
    faults,
    ({ id }) => id,
    makeFault,
    (item, { state, struck, remainingMs, waitsFor }) => {
      const left =
        state === 'armed'
          ? `armed, waits for ${waitsFor}`
          : remainingMs === null
            ? 'until it is healed'
            : `${duration(remainingMs)} left`;
      const says = item.querySelector('.says');
      if (says) setText(says, `${struck.length > 0 ? `${struck.join(', ')} – ` : ''}${left}`);
    },
  );
  const broken = verdicts.filter(({ verdict }) => verdict === 'invalid');
  const kept = verdicts.filter(({ verdict }) => verdict === 'valid').length;
  fill(byId('verdicts-say'), `${broken.length} ${kept} ${verdicts.length}`, () => [
    broken.length > 0
      ? look('invalid', `${broken.length} broken`)
      : look(kept === verdicts.length ? 'valid' : 'unknown', `${kept} of ${verdicts.length} kept`),
  ]);
  const others = verdicts.filter(({ verdict }) => verdict !== 'valid');
  keyed(
    byId('verdicts'),
    others,
    ({ checker }) => checker,
    ({ checker }) => el('li', {}, el('b', {}, `${checker} `), el('span'), el('div', { class: 'soft' })),
    (item, { verdict, evidence }) => {
      const [, word, why] = item.children;
      if (word) fill(word, verdict, () => [look(verdict)]);
      if (why) setText(why, evidence[0] ?? '');
    },
  );
  showEnabled();
}

/** @param {View['faults'][number]} fault */
function makeFault({ id, fault, what }) {
  const heal = el('button', { type: 'button', 'aria-label': `Heal ${fault}`, title: what }, 'Heal');
  heal.addEventListener(
    'click',
    () => void act('DELETE', `/faults/${encodeURIComponent(id)}`, undefined, `${fault} is healed.`),
  );
  return el('li', {}, el('div', {}, el('b', {}, fault), el('div', { class: 'says soft' })), heal);
}
