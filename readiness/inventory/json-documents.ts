import { Misuse } from '../../simulators/kernel';

/** What a JSON file may be at most: govc nests about 20 deep and prints one document for each object. */
const JSON_LIMITS = { depthMax: 100, documentsMax: 200_000 } as const;

/** Parses a file that holds one JSON document, or several one after the other as govc prints them.
 *  Errors: HW-INPUT-NESTED – too deep; HW-INPUT-ROWS – too many documents; HW-INPUT-TRUNCATED – the last one does not end;
 *          HW-INPUT-DAMAGED – not JSON (names the line). */
export function parseJsonDocuments(text: string, file: string): readonly unknown[] {
  const documents: unknown[] = [];
  for (let from = skipBlank(text, 0); from < text.length; ) {
    const end = documentEnd(text, from, file);
    if (documents.length >= JSON_LIMITS.documentsMax) {
      const message = `expected at most ${JSON_LIMITS.documentsMax} JSON documents, got more: ${file}`;
      throw new Misuse('HW-INPUT-ROWS', message, 'Export fewer objects at once and give several files.');
    }
    try {
      documents.push(JSON.parse(text.slice(from, end)));
    } catch {
      throw damaged(text, from, file);
    }
    from = skipBlank(text, end);
  }
  return documents;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at += 1;
  return at;
}

/** Finds where a document ends by its brackets: cheap, and before a parser spends memory on it. */
function documentEnd(text: string, from: number, file: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = stringEnd(text, at, file);
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > JSON_LIMITS.depthMax) {
        const message = `expected JSON nested at most ${JSON_LIMITS.depthMax} deep, got deeper on line ${lineOf(text, at)}: ${file}`;
        throw new Misuse('HW-INPUT-NESTED', message, 'Export again; no vSphere export is nested so deeply.');
      }
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth <= 0) return at + 1;
    } else if (depth === 0) {
      throw damaged(text, at, file);
    }
  }
  throw truncated(text, file);
}

function stringEnd(text: string, from: number, file: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  throw truncated(text, file);
}

function truncated(text: string, file: string): Misuse {
  const message = `expected whole JSON, got one that is cut off on line ${lineOf(text, text.length)}: ${file}`;
  return new Misuse('HW-INPUT-TRUNCATED', message, 'Copy the file again, or export anew.');
}

function damaged(text: string, at: number, file: string): Misuse {
  const message = `expected JSON, got something else in the document on line ${lineOf(text, at)}: ${file}`;
  return new Misuse('HW-INPUT-DAMAGED', message, 'Export again, and keep other output out of the file.');
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}
