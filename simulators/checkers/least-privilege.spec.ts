import { describe, it } from 'node:test';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('least-privilege');

const may = (at: number, privileges: readonly string[], account = 'svc-asr'): Entry => [
  at,
  'account.role',
  account,
  { role: 'r', privileges },
];
const call = (at: number, askedAtMs: number, needs: readonly string[], done = true): Entry => [
  at,
  'vim.call',
  'erp',
  { method: 'PowerOnVM_Task', account: 'svc-asr', askedAtMs, needs, held: true, done, fault: null },
];
const SNAPSHOT = 'VirtualMachine.State.CreateSnapshot';
const POWER = 'VirtualMachine.Interact.PowerOn';
const DISK = 'VirtualMachine.Config.AddNewDisk';

describe('least-privilege', () => {
  it('lets a call succeed that has every privilege it needs', () => {
    accepts([may(0, [POWER, DISK]), call(10, 10, [DISK, POWER])]);
  });

  it('finds a call that succeeded without one of them, and names who, what, on what and which', () => {
    finds(
      [may(0, [POWER]), call(10, 10, [POWER, DISK, SNAPSHOT])],
      [/^10 ms: svc-asr .*PowerOnVM_Task .*erp .*without [\w.]+AddNewDisk, [\w.]+CreateSnapshot$/],
    );
  });

  it('does not mind a call that was refused', () => {
    accepts([may(0, []), call(10, 10, [POWER], false)]);
  });

  it('finds a call of an account that has no role, or whose role another has', () => {
    finds([call(10, 10, [POWER])], [/svc-asr/]);
    finds([may(0, [POWER], 'operator'), call(10, 10, [POWER])], [/svc-asr/]);
  });

  it('holds a call to the role that its account had when it asked', () => {
    accepts([may(0, [POWER]), may(20, []), call(30, 19, [POWER])]);
    finds([may(0, [POWER]), may(20, []), call(30, 21, [POWER])], [/^30 ms/]);
    finds([may(0, []), may(20, [POWER]), call(30, 19, [POWER])], [/^30 ms/]);
    accepts([may(0, []), may(20, [POWER]), call(30, 21, [POWER])]);
  });

  it('forgets what a role allowed before the last one', () => {
    finds([may(0, [POWER]), may(10, []), may(20, []), call(30, 20, [POWER])], [/^30 ms/]);
  });

  it('takes either role for right in the very moment of a change', () => {
    accepts([may(0, [POWER]), may(20, []), call(30, 20, [POWER])]);
    accepts([may(0, []), may(20, [POWER]), call(30, 20, [POWER])]);
    accepts([may(0, [POWER]), may(0, []), call(5, 0, [POWER])]);
  });
});
