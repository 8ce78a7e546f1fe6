import type { ReportDocument } from './document';

/** The document as text: a field a line, and an entry a line of what may be long, so that two runs can be compared line by line. */
export function writeDocument(document: ReportDocument): string {
  const fields = Object.entries(document).map(([key, value]) => {
    const text = Array.isArray(value) && value.length > 0 ? lines(value) : JSON.stringify(value);
    return `${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

function lines(values: readonly unknown[]): string {
  return `[\n${values.map((value) => ` ${JSON.stringify(value)}`).join(',\n')}\n]`;
}
