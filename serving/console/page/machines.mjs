// Machines, by group, on the side where a copy of them is; and where the marks of faults belong.
import { el, fill, keyed, setText } from './elements.mjs';
import { duration, look } from './words.mjs';

/** @typedef {import('../shape').View} View */
/** @typedef {import('../shape').FaultView} FaultView */
/** @typedef {'site' | 'azure'} Side */

/** The faults in force that act on something, by where that is drawn. @param {View} view @returns {Map<string, FaultView[]>} */
export function placesOf(view) {
  const places = new Map();
  const machines = new Set(view.machines.map(({ name }) => name));
  const servers = new Set(view.servers.map(({ name }) => name));
  const links = new Set(view.links.map(({ name }) => name));
  for (const fault of view.faults)
    for (const name of fault.state === 'in force' ? fault.struck : []) {
      const place = placeOf(fault.role, name, { machines, servers, links });
      const there = places.get(place) ?? [];
      if (!there.includes(fault)) places.set(place, [...there, fault]);
    }
  return places;
}

/** @param {string} role @param {string} name @param {{ machines: Set<string>, servers: Set<string>, links: Set<string> }} known */
function placeOf(role, name, { machines, servers, links }) {
  const host = /^host (.*) API$/.exec(name)?.[1];
  if (role === 'line') return links.has(name) ? `link ${name}` : 'between';
  if (role === 'conversation') return 'between';
  if (role === 'front')
    return host ? `server ${host}` : `server ${name === 'vCenter API' ? 'vcenter' : 'vault'}`;
  if (role === 'Azure VM' && machines.has(name)) return `azure ${name}`;
  if (role === 'site VM' && machines.has(name)) return `site ${name}`;
  if (machines.has(name)) return `machine ${name}`;
  if (servers.has(name)) return `server ${name}`;
  return role === 'replica store' || role === 'RCM service' || role === 'Azure VM' ? 'azure' : 'site';
}

/** Fills a list with marks. @param {Element} list @param {readonly FaultView[]} faults */
export function drawMarks(list, faults) {
  keyed(
    list,
    faults,
    ({ id }) => id,
    () => el('li', { class: 'mark' }),
    (mark, { fault, remainingMs, struck, role }) => {
      const left = remainingMs === null ? 'until healed' : `${duration(remainingMs)} left`;
      const whom =
        list.id === ''
          ? ''
          : ` (${role} ${struck.length > 1 ? `${struck[0]} and ${struck.length - 1} more` : struck[0]})`;
      setText(mark, `✕ ${fault}${whom} · ${left}`);
    },
  );
}

/** @param {Element} parent @param {Side} side @param {View} view @param {Map<string, FaultView[]>} places */
export function drawGroups(parent, side, view, places) {
  const isThere = (/** @type {View['machines'][number]} */ { copies, runs }) =>
    copies.includes(side) || runs === side || runs === 'both' || (side === 'site' && copies.length === 0);
  const groups = view.groups.filter(({ name }) =>
    view.machines.some((each) => each.group === name && isThere(each)),
  );
  keyed(
    parent,
    groups,
    ({ name }) => name,
    ({ name, multiVm, plans }) =>
      el(
        'section',
        { class: 'group', 'aria-label': `${name}, ${side === 'site' ? 'on-premises' : 'Azure'}` },
        el(
          'h4',
          {},
          `${name}${multiVm ? ' · multi-VM consistent' : ''}${plans.length > 0 ? ` · ${plans.join(', ')}` : ''}`,
        ),
        el('ul'),
      ),
    (section, { name }) =>
      keyed(
        /** @type {Element} */ (section.querySelector('ul')),
        view.machines.filter((each) => each.group === name && isThere(each)),
        (machine) => machine.name,
        (machine) => el('li', {}, el('b', {}, machine.name), el('span'), el('ul', { class: 'marks' })),
        (item, machine) => updateMachine(item, side, machine, places),
      ),
  );
}

/** @param {Element} item @param {Side} side @param {View['machines'][number]} machine @param {Map<string, FaultView[]>} places */
function updateMachine(item, side, machine, places) {
  const { name, runs, state, health, physical } = machine;
  const here = runs === side || runs === 'both';
  const kind = here ? 'runs' : 'idle';
  if (item.className !== `machine ${kind}`) item.className = `machine ${kind}`;
  const line = item.children[1];
  if (line)
    fill(line, `${kind} ${runs} ${state} ${health}`, () => {
      if (runs === 'both') return [look('both')];
      if (here) return [look(health), ` · ${state}`];
      return runs === 'nowhere'
        ? [look('nowhere'), ` · ${state}`]
        : [physical && side === 'site' ? 'switched off' : 'off'];
    });
  const own = here || runs === 'nowhere' ? (places.get(`machine ${name}`) ?? []) : [];
  const marks = item.children[2];
  if (marks) drawMarks(marks, [...own, ...(places.get(`${side} ${name}`) ?? [])]);
}
