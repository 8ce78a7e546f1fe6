/** The whole script of the page: it filters the machines, shows drills at an instant, and keeps both in the address. Without it everything is shown. */
export const SCRIPT = `
(() => {
  // Some browsers refuse that to a page from a file: then the address stays, and the page works all the same.
  const setAddress = (to) => { try { history.replaceState(null, '', to); } catch {} };
  const form = document.getElementById('filter');
  const rows = [...document.querySelectorAll('#machines tbody tr')];
  const bodies = [...document.querySelectorAll('#each details')];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const output = form.querySelector('output');
  const boxes = [...form.elements.namedItem('verdict')];
  const search = form.elements.namedItem('q');
  const language = document.querySelector('a[hreflang]');
  const apply = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    const text = search.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, index) => {
      const hidden = (chosen.length > 0 && !chosen.includes(row.dataset.v)) || !texts[index].includes(text);
      row.hidden = hidden;
      if (bodies[index]) bodies[index].hidden = hidden;
      if (!hidden) shown += 1;
    });
    output.textContent = shown + ' / ' + rows.length + ' ' + output.dataset.words;
    const query = new URLSearchParams();
    for (const verdict of chosen) query.append('verdict', verdict);
    if (text !== '') query.set('q', text);
    const tail = query.size > 0 ? '?' + query : '';
    setAddress(location.pathname + tail + location.hash);
    if (language) language.href = language.getAttribute('href').replace(/[?].*$/, '') + tail;
  };
  const given = new URLSearchParams(location.search);
  for (const box of boxes) box.checked = given.getAll('verdict').includes(box.value);
  search.value = given.get('q') || '';
  form.addEventListener('input', apply);
  form.addEventListener('reset', () => setTimeout(apply));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  apply();
  const sliders = [...document.querySelectorAll('.slider')];
  const show = (slider, keep) => {
    const input = slider.querySelector('input');
    const seconds = Number(input.value);
    const counts = {};
    for (const row of slider.querySelectorAll('[data-track]')) {
      row.track ??= JSON.parse(row.dataset.track);
      const now = row.track.findLast(([from]) => from <= seconds * 1000) || row.track[0];
      row.lastElementChild.textContent = now[1];
      if (now[2]) counts[now[2]] = (counts[now[2]] || 0) + 1;
    }
    slider.style.setProperty('--at', (100 * seconds) / Math.max(1, Number(input.max)) + '%');
    const clock = Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
    const states = Object.entries(JSON.parse(slider.dataset.states));
    const said = states.map(([key, text]) => text + ': ' + (counts[key] || 0));
    slider.querySelector('output').textContent = clock + ' – ' + said.join(' · ');
    if (!keep) return;
    setAddress(location.pathname + location.search + '#' + slider.id + '@' + seconds);
  };
  const go = () => {
    const [, id, at] = /^#([a-z0-9-]+)@([0-9]+)$/.exec(location.hash) || [];
    const slider = sliders.find((each) => each.id === id);
    if (!slider) return;
    slider.querySelector('input').value = at;
    show(slider, false);
    slider.scrollIntoView();
  };
  for (const slider of sliders) {
    slider.querySelector('.scrub').hidden = false;
    slider.querySelector('input').addEventListener('input', () => show(slider, true));
    show(slider, false);
  }
  addEventListener('hashchange', go);
  go();
})();
`;
