import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { type Command, StateLog } from '../serving/state/log';
import { Commands } from '../simulators/azure/arm';
import type { Kernel } from '../simulators/kernel';
import { again } from '../simulators/vsphere/vim25';
import { Draw } from './fuzz/draw';
import { fingerprint, openFront } from './fuzz/front';
import { drawRequest } from './fuzz/requests';
import { nextStep } from './fuzz/steps';
import { openVim, readOne, type VimFront } from './vim25';

/** HOMEWARD_FUZZ_SEED chooses another run. Units: ms of wall time. */
const SEED = Number(process.env.HOMEWARD_FUZZ_SEED ?? 20_261_125);
const TIME_MS = 4_000;
const LIMIT = {
  seed: SEED,
  numRuns: 100_000,
  interruptAfterTimeLimit: TIME_MS,
  markInterruptAsFailure: false,
};

const stands = ({ now, turns, orderDigest, journal, pending }: Kernel): unknown[] => [
  now,
  turns,
  orderDigest,
  journal.digestSoFar(),
  pending,
];

describe('an estate that is built anew from its log', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-state-'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));
  const freshPath = (): string => join(mkdtempSync(join(work, 'run-')), 'log.ndjson');
  const replay = (path: string, kernel: Kernel, act: (command: Command) => boolean): void => {
    const log = new StateLog(path, kernel);
    log.replay(act);
    log.close();
  };

  it('for any requests to Azure, in any order, stands where the other stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.nat(), { minLength: 20, maxLength: 40, size: 'max' }),
        async (modernized, numbers) => {
          const path = freshPath();
          let log: StateLog | undefined;
          const front = await openFront(modernized, {
            commands: new Commands((arm) => log?.append({ arm })),
            sending: () => log?.mark(),
          });
          const { kernel, vault } = front.estate;
          log = new StateLog(path, kernel);
          log.replay(() => false);
          const idle = (): boolean => [...vault.jobs.values()].every(({ state }) => state !== 'InProgress');
          for (const number of numbers) {
            const draw = new Draw(number);
            const asked = draw.chance(0.5) ? nextStep(draw, front) : drawRequest(draw, front, undefined);
            await front.app.inject(asked as InjectOptions);
            if (draw.chance(0.5)) kernel.run(kernel.now + 3_600_000, idle);
          }
          log.close();
          const other = await openFront(modernized);
          const commands = new Commands();
          replay(
            path,
            other.estate.kernel,
            (command) => 'arm' in command && commands.again(command.arm, other.arm),
          );
          assert.deepEqual(stands(other.estate.kernel), stands(kernel));
          assert.equal(fingerprint(other), fingerprint(front));
        },
      ),
      LIMIT,
    );
  });

  it('for any calls to vSphere, in any order, stands where the other stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 10, maxLength: 60, size: 'max' }), async (numbers) => {
        const path = freshPath();
        let log: StateLog | undefined;
        const front = openVim({
          acting: (vim) => log?.append({ vim, api: 0 }),
          sending: () => log?.mark(),
        });
        const { kernel } = front.estate;
        log = new StateLog(path, kernel);
        log.replay(() => false);
        const as = await front.login();
        for (const number of numbers) await call(front, as, new Draw(number));
        log.close();
        const other = openVim();
        replay(path, other.estate.kernel, (command) => {
          if ('vim' in command) again(command.vim, other.vim);
          return 'vim' in command;
        });
        assert.deepEqual(stands(other.estate.kernel), stands(kernel));
        assert.equal(held(other), held(front));
      }),
      LIMIT,
    );
  });
});

/** What clients made and find again. */
function held({ estate, vim }: VimFront): string {
  const { inventory, authorization } = estate.vsphere;
  return JSON.stringify([
    [...inventory.vms.values()].map(({ id, name, power, snapshotTree }) => [id, name, power, snapshotTree]),
    inventory.tasks.map(({ key, state }) => [key, state]),
    inventory.events.map(({ key, type }) => [key, type]),
    authorization.allPermissions(vim.tree),
    [...authorization.roles.values()].map(({ id, name, privileges }) => [id, name, [...privileges]]),
    vim.sessions.all.map(({ key, own }) => [key, [...own.keys()]]),
    [...vim.tree.entities.keys()],
  ]);
}

/** Calls one of the things that clients do, in SOAP or REST: it changes something, reads it, waits for it, or is refused. */
async function call(front: VimFront, as: string, draw: Draw): Promise<void> {
  const { vim, app } = front;
  const vmId = (): string =>
    vim.tree.idOf('VirtualMachine', draw.pick(['erp-db-01', 'web-01', 'web-02'])) ?? '';
  const [vm, number] = [vmId(), draw.pick([1, 2, 3, 4])];
  const machine = `VirtualMachine:${vm}`;
  const rest = (method: 'GET' | 'POST' | 'DELETE', url: string) => async (): Promise<void> => {
    const key = /"([^"]+)"/.exec(as)?.[1] ?? '';
    await app.inject({ method, url, headers: { 'vmware-api-session-id': key } });
  };
  const soap =
    (on: string, method: string, args = '') =>
    async (): Promise<void> => {
      await front.call(on, method, args, as);
    };
  const task = vim.vsphere.inventory.tasks.at(-1)?.key ?? 'task-1';
  await draw.pick([
    soap(
      machine,
      'CreateSnapshot_Task',
      `<name>s${number}</name><memory>false</memory><quiesce>false</quiesce>`,
    ),
    soap(
      `VirtualMachineSnapshot:snapshot-${number}`,
      'RemoveSnapshot_Task',
      '<removeChildren>false</removeChildren>',
    ),
    soap(machine, draw.pick(['PowerOffVM_Task', 'PowerOnVM_Task', 'ShutdownGuest', 'SuspendVM_Task'])),
    soap(machine, 'ReconfigVM_Task', `<spec><numCPUs>${number}</numCPUs></spec>`),
    soap('PropertyCollector:propertyCollector', 'RetrieveProperties', readOne('Task', task, 'info')),
    soap(
      'PropertyCollector:propertyCollector',
      'RetrieveProperties',
      readOne('VirtualMachine', vm, 'runtime'),
    ),
    soap(
      'PropertyCollector:propertyCollector',
      'WaitForUpdatesEx',
      '<options><maxWaitSeconds>60</maxWaitSeconds></options>',
    ),
    soap(
      'PropertyCollector:propertyCollector',
      'CreateFilter',
      `<spec>${readOne('VirtualMachine', vm, 'runtime.powerState').slice('<specSet>'.length, -'</specSet>'.length)}</spec><partialUpdates>false</partialUpdates>`,
    ),
    soap(
      'ViewManager:ViewManager',
      'CreateContainerView',
      '<container type="Folder">group-d1</container><recursive>true</recursive>',
    ),
    soap('AuthorizationManager:AuthorizationManager', 'AddAuthorizationRole', `<name>role-${number}</name>`),
    soap('AuthorizationManager:AuthorizationManager', 'QueryWhatNobodyKnows'),
    soap('SessionManager:SessionManager', 'Login', '<userName>operator</userName><password>guess</password>'),
    rest('GET', `/api/vcenter/vm/${vm}`),
    rest('GET', '/api/vcenter/nothing'),
    rest('POST', `/api/vcenter/vm/${vm}/power?action=${draw.pick(['start', 'stop', 'reset'])}`),
    async () => void (await front.login()),
    async () => front.estate.kernel.run(front.estate.kernel.now + draw.pick([1, 1_000, 600_000])),
  ])();
}
