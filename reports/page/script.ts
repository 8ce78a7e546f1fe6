/** The whole script of the page: it filters the machines and keeps the choice in the address. Without it everything is shown. */
export const SCRIPT = `
(() => {
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
    try { history.replaceState(null, '', location.pathname + tail + location.hash); } catch {}
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
})();
`;
