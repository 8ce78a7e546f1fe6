import { Misuse } from '../../simulators/kernel';
import { WORD_LETTER } from './name-scanner';

/** How a name is written into a text: as it is, as part of a string of JSON, or of HTML and XML. */
type Form = 'text' | 'json' | 'markup';

const PSEUDONYM = new RegExp(`(?<!${WORD_LETTER})[a-z]+-\\d+(?!${WORD_LETTER})`, 'gu');
/** Numbers of pseudonyms are padded with zeros, those of vCenter's own ids never are. */
const SURELY_OURS = /^(vm|host|datastore|network|cluster|datacenter|account|server|vcenter|ip)-0\d+$/;
const SCRIPT = /(<script\b[^>]*>)([\s\S]*?)(<\/script>)/gi;

/** A text with the names in the place of their pseudonyms, escaped as JSON or HTML demands. `names` – the map, names by pseudonym.
 *  Errors: HW-REDACT-OTHER – a pseudonym that the map has not: the text was made with another map. */
export function leadBack(text: string, names: Readonly<Record<string, string>>, file: string): string {
  const replace = (part: string, form: Form) =>
    part.replace(PSEUDONYM, (word) => {
      const name = Object.hasOwn(names, word) ? names[word] : undefined;
      if (name !== undefined) return ESCAPES[form](name);
      if (SURELY_OURS.test(word)) throw otherMap(word, file);
      return word;
    });
  const [first] = text.trimStart();
  if (first === '{' || first === '[') return replace(text, 'json');
  if (first !== '<') return replace(text, 'text');
  const parts = text.split(SCRIPT);
  // Of each four parts the third is what stands in a script, where markup is not decoded.
  return parts.map((part, index) => replace(part, index % 4 === 2 ? 'json' : 'markup')).join('');
}

const ESCAPES: Readonly<Record<Form, (name: string) => string>> = {
  text: (name) => name,
  json: (name) => JSON.stringify(name).slice(1, -1).replaceAll('<', '\\u003c'),
  markup: (name) => name.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`),
};

function otherMap(word: string, file: string): Misuse {
  const message = `expected pseudonyms of this map, got ${word}, which it has not: ${file}`;
  return new Misuse('HW-REDACT-OTHER', message, 'Name the map that --redact wrote for this file.');
}
