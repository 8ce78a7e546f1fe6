import { fork } from 'node:child_process';
import { plainEstate } from '../runbooks/plain-estate';
import { makeCertificate } from '../simulators/azure/arm';
import { build } from '../simulators/estate';
import { buildVimServer, Vim } from '../simulators/vsphere/vim25';
import type { Row } from './measure';
import { SoapClient } from './vim25-client';

const MACHINES = 10_000;
const PC = 'PropertyCollector:propertyCollector';
const SNAPSHOT = '<name>before</name><memory>false</memory><quiesce>false</quiesce>';
const REMOVAL = '<removeChildren>false</removeChildren>';
const SMALL = 'ServiceInstance:ServiceInstance';

interface Measured {
  readonly [what: string]: string;
}

/** The vSphere API with 10,000 VMs, over TLS on loopback, its server in a process of its own; with `peer` the same client measures
 *  another server too. Units: ms, bytes. */
export async function benchVim25(peer: string | undefined): Promise<Row[]> {
  const own = await startServer();
  const ours: Measured = { ...own.measured, ...(await measureAt(own.address, own.user, own.password)) };
  own.stop();
  const theirs =
    peer === undefined
      ? {}
      : await measureAt(peer.startsWith('https:') ? peer : `https://${peer}`, 'user', 'pass');
  return Object.entries(ours).map(([what, measured]) => ({
    what: `vim25: ${what}`,
    measured: theirs[what] === undefined ? measured : `${measured}, peer ${theirs[what]}`,
    goal: GOALS[what] ?? '–',
  }));
}

const GOALS: Measured = {
  'start, 10,000 VMs': '5 s',
  'memory after start': '282 MB',
  'name, power, snapshot and devices of all VMs': '1.9 s',
  'small calls meanwhile, p95': '15 ms',
  'power change → told through a filter on all VMs': '100 ms',
};

async function startServer(): Promise<{
  address: string;
  user: string;
  password: string;
  measured: Measured;
  stop: () => void;
}> {
  const began = performance.now();
  const child = fork(__filename, ['serve-vim25'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--require', require.resolve('../cli/heap')],
  });
  const told = await new Promise<{ address: string; user: string; password: string; rss: number }>(
    (done, fail) => {
      child.on('message', (message) => done(message as never));
      child.on('exit', (code) => fail(new Error(`the server ended with ${code}`)));
    },
  );
  const measured = {
    'start, 10,000 VMs': ms(performance.now() - began),
    'memory after start': `${Math.round(told.rss / 1e6)} MB`,
  };
  return { ...told, measured, stop: () => child.kill() };
}

async function measureAt(address: string, user: string, password: string): Promise<Measured> {
  const client = new SoapClient(address);
  await client.login(user, password);
  const container =
    '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>';
  const made = await client.call('ViewManager:ViewManager', 'CreateContainerView', container);
  const view = />([^<>]+)<\/returnval>/.exec(made)?.[1] ?? '';
  const read = (...paths: readonly string[]): string =>
    `<propSet><type>VirtualMachine</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet><objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet>`;
  const retrieve = (...paths: readonly string[]) =>
    client.call(PC, 'RetrievePropertiesEx', `<specSet>${read(...paths)}</specSet><options/>`);
  const measured: { [what: string]: string } = {};
  const names = await best(3, () => retrieve('name', 'runtime.powerState'));
  measured['name and power of all VMs'] = ms(names.ms);
  const all = await best(3, () =>
    retrieve('name', 'runtime.powerState', 'snapshot', 'config.hardware.device'),
  );
  measured['name, power, snapshot and devices of all VMs'] =
    `${ms(all.ms)} (${Math.round(all.result.length / 1e6)} MB)`;

  const beside = client.beside();
  let busy = true;
  const small = sample(
    () => beside.call(SMALL, 'CurrentTime'),
    () => busy,
  );
  await retrieve('name', 'runtime.powerState', 'snapshot', 'config.hardware.device');
  busy = false;
  measured['small calls meanwhile, p95'] = ms(quantile(await small, 0.95));

  // The last one: the first may be a server of the estate, and all the others would notice that it is off.
  const vm = [...names.result.matchAll(/<obj type="VirtualMachine">([^<]+)</g)].at(-1)?.[1] ?? '';
  let left = 3_000;
  const one = await sample(
    () =>
      client.call(
        PC,
        'RetrievePropertiesEx',
        `<specSet><propSet><type>VirtualMachine</type><pathSet>runtime.powerState</pathSet><pathSet>snapshot</pathSet></propSet><objectSet><obj type="VirtualMachine">${vm}</obj></objectSet></specSet><options/>`,
      ),
    () => left-- > 0,
  ).then((calls) => calls.slice(1_000));
  measured['power and snapshot of one VM, p50 / p95'] =
    `${ms(quantile(one, 0.5))} / ${ms(quantile(one, 0.95))}`;

  await client.call(
    PC,
    'CreateFilter',
    `<spec>${read('runtime.powerState')}</spec><partialUpdates>false</partialUpdates>`,
  );
  let version = '';
  for (let truncated = true; truncated; ) {
    const told = await client.call(
      PC,
      'WaitForUpdatesEx',
      `<version>${version}</version><options><maxWaitSeconds>1</maxWaitSeconds></options>`,
    );
    version = /<version>([^<]+)</.exec(told)?.[1] ?? version;
    truncated = /<truncated>true/.test(told);
  }
  const task = async (target: string, method: string, args = ''): Promise<string> => {
    const begun = await beside.call(target, method, args);
    const key = />([^<>]+)<\/returnval>/.exec(begun)?.[1];
    const info = `<specSet><propSet><type>Task</type><pathSet>info.state</pathSet><pathSet>info.result</pathSet></propSet><objectSet><obj type="Task">${key}</obj></objectSet></specSet><options/>`;
    for (;;) {
      const state = await beside.call(PC, 'RetrievePropertiesEx', info);
      if (/>success</.test(state))
        return /type="VirtualMachineSnapshot"[^>]*>([^<]+)</.exec(state)?.[1] ?? '';
      if (!/>(running|queued)</.test(state)) throw new Error(`${method} did not succeed: ${state}`);
    }
  };
  const power = (round: number): Promise<string> =>
    task(`VirtualMachine:${vm}`, round % 2 === 0 ? 'PowerOffVM_Task' : 'PowerOnVM_Task');
  const told: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const waiting = client.call(
      PC,
      'WaitForUpdatesEx',
      `<version>${version}</version><options><maxWaitSeconds>60</maxWaitSeconds></options>`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await power(round);
    version = /<version>([^<]+)</.exec(await waiting)?.[1] ?? version;
    told.push(performance.now() - began);
  }
  measured['power change → told through a filter on all VMs'] = ms(quantile(told, 0.5));
  const powered = await best(3, async () => {
    for (let round = 0; round < 100; round += 1) await power(round);
  });
  measured['power tasks, one after another'] = `${Math.round(100_000 / powered.ms)} a second`;
  const snapped = await best(3, async () => {
    for (let round = 0; round < 50; round += 1) {
      const made = await task(`VirtualMachine:${vm}`, 'CreateSnapshot_Task', SNAPSHOT);
      await task(`VirtualMachineSnapshot:${made}`, 'RemoveSnapshot_Task', REMOVAL);
    }
  });
  measured['snapshot tasks (create, remove), one after another'] =
    `${Math.round(100_000 / snapped.ms)} a second`;
  for (const each of [client, beside]) each.close();
  return measured;
}

async function best<T>(times: number, act: () => Promise<T>): Promise<{ ms: number; result: T }> {
  let found: { ms: number; result: T } | undefined;
  for (let round = 0; round < times; round += 1) {
    const began = performance.now();
    const result = await act();
    const took = performance.now() - began;
    if (!found || took < found.ms) found = { ms: took, result };
  }
  return found as { ms: number; result: T };
}

async function sample(act: () => Promise<unknown>, more: () => boolean): Promise<number[]> {
  const all: number[] = [];
  while (more()) {
    const began = performance.now();
    await act();
    all.push(performance.now() - began);
  }
  return all;
}

function quantile(all: readonly number[], share: number): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length * share)] ?? Number.NaN;
}

function ms(value: number): string {
  return value >= 1_000 ? `${(value / 1_000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

const HOSTS = Array.from({ length: 4 }, (_each, index) => `esx-0${index + 1}`);
const ESTATE = plainEstate(
  'bench',
  Array.from({ length: MACHINES }, (_each, index) => `vm-${String(index).padStart(5, '0')}`),
  HOSTS,
);

/** The server, in its own process: it tells its address and ends with the bench. */
async function serve(): Promise<void> {
  const { kernel, vsphere, operator } = build(ESTATE, 1);
  // As long as `homeward serve` lets an estate settle.
  kernel.run(20 * 60_000);
  const vim = new Vim({ kernel, vsphere, moved: (time, isOver) => kernel.run(kernel.now + time, isOver) });
  const app = buildVimServer(vim, { https: await makeCertificate() });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  process.send?.({ address, ...operator, rss: process.memoryUsage().rss });
  process.on('disconnect', () => process.exit(0));
}

if (process.argv[2] === 'serve-vim25') void serve();
