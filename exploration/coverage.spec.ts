import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTS, type FaultKind, type Outcome, PHASES, type Phase } from '../simulators/faults';
import { cellsOf, coverageTable, faultFor, legalCells } from './coverage';

const kind = (name: string): FaultKind => {
  const found = FAULTS.find((each) => each.name === name);
  assert.ok(found);
  return found;
};
/** In two phases and for a time; in all phases; and one that passes. */
const FLIP: FaultKind = { ...kind('replica-flip'), phases: ['in Azure', 'replicating back'] };
const CRASH: FaultKind = { ...kind('process-server-crash'), lasts: [1_000, 4_000] };
const RESTART = kind('process-server-restart');

const struck = (of: FaultKind, phase: Phase | undefined, targets: readonly string[] = ['x']): Outcome => ({
  id: 'fault-1',
  planned: faultFor({ kind: of, phase: 'protected' }, {}),
  kind: of,
  struck: targets,
  atMs: 1,
  healedAtMs: undefined,
  phase,
  missed: undefined,
  disarmed: false,
});

describe('coverage', () => {
  it('has a cell for each phase in which a kind can strike', () => {
    assert.deepEqual(
      legalCells([FLIP, CRASH]).map(({ kind: { name }, phase }) => [name, phase]),
      [
        ['replica-flip', 'in Azure'],
        ['replica-flip', 'replicating back'],
        ...PHASES.map((phase) => ['process-server-crash', phase]),
      ],
    );
  });

  it('counts what struck, in a phase, where it is legal', () => {
    assert.deepEqual(
      cellsOf([
        struck(FLIP, 'in Azure'),
        struck(FLIP, 'in Azure', []),
        struck(FLIP, undefined),
        struck(FLIP, 'at home'),
        struck(CRASH, 'at home'),
      ]),
      ['replica-flip | in Azure', 'process-server-crash | at home'],
    );
  });

  it('fills a cell with a fault at once, between the shortest and the longest', () => {
    assert.deepEqual(faultFor({ kind: CRASH, phase: 'at home' }, { hard: 1 }), {
      fault: 'process-server-crash',
      when: { phase: 'at home', afterMs: 0 },
      target: 0,
      lastsMs: 2_000,
      how: { hard: 1 },
    });
    assert.equal(faultFor({ kind: RESTART, phase: 'at home' }, {}).lastsMs, null);
  });

  it('tells by layer what struck, and names the empty cells', () => {
    const kinds = [FLIP, CRASH, RESTART];
    const hits = new Map(
      [...cellsOf([struck(FLIP, 'in Azure'), struck(CRASH, 'at home')])].map((cell) => [cell, 1]),
    );
    const table = coverageTable(kinds, hits).split('\n');
    const cells = PHASES.length;
    assert.ok(table.includes('| disks | 1 | 2 | 1 |'), table.join('\n'));
    assert.ok(table.includes(`| process server | 2 | ${2 * cells} | 1 |`));
    assert.ok(table.includes('| network | 0 | 0 | 0 |'));
    assert.ok(table.includes(`| all | 3 | ${2 * cells + 2} | 2 |`));
    const empty = table.find((line) => line.startsWith('Empty cells: ')) ?? '';
    assert.equal(empty.split('; ').length, 2 * cells);
    assert.match(empty, /: replica-flip while replicating back; process-server-crash while protecting; /);
  });

  it('has no empty cell when everything struck', () => {
    const hits = new Map(
      cellsOf([struck(FLIP, 'in Azure'), struck(FLIP, 'replicating back')]).map((cell) => [cell, 2]),
    );
    assert.match(coverageTable([FLIP], hits), /^Empty cells: none\.$/m);
  });
});
