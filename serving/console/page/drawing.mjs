// The topology: on-premises left, Azure right, the lines between them.
import { byId, el, fill, keyed, setText, svg } from './elements.mjs';
import { drawGroups, drawMarks, placesOf } from './machines.mjs';
import { colourOf, look, rate } from './words.mjs';

/** @typedef {import('../shape').View} View */
/** @typedef {import('../shape').LinkView} LinkView */
/** @typedef {import('../shape').FaultView} FaultView */

/** How health is dashed. */
const DASH = { Normal: '', Warning: '12 7', Critical: '2 9' };
/** Units: px. */
const WIDTH = { least: 2, most: 16 };

/** @param {View} view */
export function drawTopology(view) {
  const places = placesOf(view);
  for (const side of /** @type {const} */ (['site', 'azure'])) {
    drawServers(
      byId(`${side}-servers`),
      view.servers.filter((each) => each.side === side),
      places,
    );
    drawGroups(byId(`${side}-groups`), side, view, places);
    drawMarks(byId(`${side}-marks`), places.get(side) ?? []);
  }
  drawMarks(byId('between-marks'), places.get('between') ?? []);
  keyed(
    byId('links'),
    view.links,
    ({ name }) => name,
    makeLink,
    (item, link) => updateLink(item, link, places.get(`link ${link.name}`) ?? []),
  );
}

/** @param {Element} list @param {readonly View['servers'][number][]} servers @param {Map<string, FaultView[]>} places */
function drawServers(list, servers, places) {
  keyed(
    list,
    servers,
    ({ role, name }) => `${role} ${name}`,
    ({ role, name }) =>
      el(
        'li',
        {},
        el('span', { class: 'role' }, role),
        el('span', {}, `${name} `),
        el('span'),
        el('ul', { class: 'marks' }),
      ),
    (item, { name, state }) => {
      const [, , how, marks] = item.children;
      if (how) fill(how, state, () => [look(state)]);
      if (marks) drawMarks(marks, places.get(`server ${name}`) ?? []);
    },
  );
}

/** @param {LinkView} link */
function makeLink({ name, kind }) {
  const flow = () =>
    el(
      'div',
      {},
      svg(
        'svg',
        { class: 'flow', 'aria-hidden': 'true', focusable: 'false' },
        svg('line'),
        svg('svg', { overflow: 'visible' }, svg('polygon')),
      ),
    );
  return el(
    'li',
    { class: 'link' },
    el('p', { class: 'name' }, el('b', {}, name), name === kind ? '' : ` (${kind})`, el('br'), el('span')),
    flow(),
    el('p', { class: 'rate' }),
    flow(),
    el('p', { class: 'rate' }),
    el('ul', { class: 'marks' }),
  );
}

/** @param {Element} item @param {LinkView} link @param {readonly FaultView[]} faults */
function updateLink(item, link, faults) {
  const { health, because, toAzureMbit, toSiteMbit, capacityMbit, overMs } = link;
  const [name, out, outRate, back, backRate, marks] = item.children;
  if (!name || !out || !outRate || !back || !backRate || !marks) return;
  const says = name.lastElementChild;
  if (says)
    fill(says, `${health} ${because.join()}`, () => [
      look(health),
      because.length > 0 ? ` – ${because.join(', ')}` : '',
    ]);
  drawMarks(marks, faults);
  updateFlow(out, toAzureMbit, link, 'right');
  updateFlow(back, toSiteMbit, link, 'left');
  const over = overMs === null ? '' : ` of ${rate(capacityMbit)}`;
  for (const [line, mbit, way] of /** @type {const} */ ([
    [outRate, toAzureMbit, 'to Azure →'],
    [backRate, toSiteMbit, '← to the site'],
  ])) {
    const text = mbit === null ? 'not measured yet' : rate(mbit);
    fill(line, `${text}${over}`, () =>
      way.startsWith('←')
        ? ['← to the site ', el('b', {}, text), over]
        : [el('b', {}, text), `${over} to Azure →`],
    );
    line.setAttribute(
      'title',
      overMs === null ? '' : `measured over ${Math.round(overMs / 1_000)} s of virtual time`,
    );
  }
}

/** @param {Element} box @param {number | null} mbit @param {LinkView} link @param {'left' | 'right'} way */
function updateFlow(box, mbit, { health, capacityMbit }, way) {
  const picture = /** @type {SVGElement} */ (box.firstElementChild);
  const share = mbit === null || capacityMbit === 0 ? 0 : Math.min(1, mbit / capacityMbit);
  const width = WIDTH.least + (WIDTH.most - WIDTH.least) * Math.sqrt(share);
  picture.setAttribute('class', `flow ${share > 0 || health !== 'Normal' ? colourOf(health) : 'open'}`);
  const [line, end] = picture.children;
  const head = width / 2 + 4;
  const attributes = {
    x1: '0',
    x2: '100%',
    y1: '11',
    y2: '11',
    'stroke-width': width.toFixed(1),
    'stroke-dasharray': DASH[health],
  };
  for (const [key, value] of Object.entries(attributes)) line?.setAttribute(key, value);
  end?.setAttribute('x', way === 'right' ? '100%' : '0');
  const tip = way === 'right' ? 0 : 0;
  const back = way === 'right' ? -2 * head : 2 * head;
  end?.firstElementChild?.setAttribute('points', `${tip},11 ${back},${11 - head} ${back},${11 + head}`);
}

/** @param {View} view */
export function drawHeader({ estate, counts, halt }) {
  setText(byId('estate'), `${estate.name} – ${counts.all} machines, ${estate.profile}, seed ${estate.seed}`);
  setText(byId('home'), `${counts.home} of ${counts.all}`);
  document.title = `${halt.halted ? 'HALTED – ' : ''}${estate.name} – Homeward console`;
}
