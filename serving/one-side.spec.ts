import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { build } from '../simulators/estate';
import { failOverAll } from './begin';
import { parseEstate } from './estate-file';

describe('an estate file', () => {
  for (const only of ['azure', 'on-premises'])
    it(`can say that a machine writes on one side only: ${only}`, () => {
      const text = `{ name: one, machines: [{ name: erp, writes: { everySeconds: 60, only: ${only} } }] }`;
      const wrote = new Set<unknown>();
      const estate = build(parseEstate(text, 'one.yaml'), 1, [
        (_now, kind, _subject, fields) => {
          if (kind === 'guest.write') wrote.add(fields.copy);
        },
      ]);
      failOverAll(estate);
      assert.deepEqual([...wrote], [only]);
    });
});
