// Making and updating elements. Text goes in as text, never as markup.

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** @param {string} id @returns {HTMLSelectElement} */
export const selectById = (id) => /** @type {HTMLSelectElement} */ (byId(id));
/** @param {string} id @returns {HTMLButtonElement} */
export const buttonById = (id) => /** @type {HTMLButtonElement} */ (byId(id));
/** @param {string} id @returns {HTMLInputElement} */
export const inputById = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {string} tag @param {Record<string, string>} [attributes] @param {...Node} children */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets a text only where it changed: whoever reads aloud is not disturbed. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Fills an element anew, only where what it shows has changed. @param {Element} element @param {string} key @param {() => (Node | string)[]} make */
export function fill(element, key, make) {
  if (element.getAttribute('data-shows') === key) return;
  element.setAttribute('data-shows', key);
  element.replaceChildren(...make());
}

/** Keeps one child for each item, in their order; children that stay are the same elements, so that focus stays where it is.
 *  @template T
 *  @param {Element} parent @param {readonly T[]} items @param {(item: T) => string} keyOf @param {(item: T) => Element} make
 *  @param {(child: Element, item: T) => void} update */
export function keyed(parent, items, keyOf, make, update) {
  const had = new Map([...parent.children].map((child) => [child.getAttribute('data-key') ?? '', child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let child = had.get(key);
    had.delete(key);
    if (!child) {
      child = make(item);
      child.setAttribute('data-key', key);
    }
    update(child, item);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  for (const gone of had.values()) gone.remove();
}
