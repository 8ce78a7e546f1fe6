import { mkdtempSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Checkers } from '../simulators/checkers';
import { build, finalState } from '../simulators/estate';
import { ROLES, type Role } from '../simulators/estate-parts';
import { EstateNode, type Said } from './estate-node';
import { Timekeeper } from './timekeeper';
import { WholeEstate } from './whole-estate';
import { StateLog } from '../serving/state/log';
import { roundTrip } from '../runbooks/round-trip';
import { Watch } from '../runbooks/watch';
import { sampleEstate } from '../runbooks/sample-estate';
const base = sampleEstate({ machines: 2, writes: 20, diskBytes: 2**30 });
const description = { ...base, machines: base.machines.map((m) => ({ ...m, disks: [{ sizeBytes: 2**30, usedBytes: 2**26 }], workload: { ...m.workload, numbering: 'by copy' as const } })) };
const options = { workMs: 1_200_000, restartsMax: 3, restartAfterMs: 600_000 };
const seed = Number(process.argv[2] ?? 1);
const kills = (process.argv[3] ?? '').split(',').filter(Boolean);
async function* none() {}
async function main() {
  const folder = mkdtempSync('/tmp/nodes-');
  const nodes = new Map<Role, EstateNode>();
  let asks = 0;
  const make = (role: Role) => new EstateNode({ role, description, seed, log: (k) => new StateLog(join(folder, role + '.ndjson'), k), wire: {
      async ask(to: Role, said: Said) { asks++; const t = JSON.parse(JSON.stringify(said)); await new Promise((r) => setImmediate(r));
        const n = nodes.get(to); if (!n) throw Object.assign(new Error('gone'), {kind: 'refused'}); if (nodes.get(role) !== self.get(role)) throw Object.assign(new Error('dead'), {kind:'reset'});
        const r = await n.handle(role, t, none()); if (nodes.get(to) !== n) throw Object.assign(new Error('died'), {kind:'reset'}); return r; } } });
  const self = new Map<Role, EstateNode>();
  for (const role of ROLES) { require('fs').writeFileSync(join(folder, role + '.ndjson'), ''); const n = make(role); nodes.set(role, n); self.set(role, n); n.recover(() => true); }
  const whole = new WholeEstate(() => nodes.get('azure')!.estate, join(folder, 'journal.ndjson'));
  const keeper = new Timekeeper(0, (p) => whole.take(p), (r, e) => console.log('left', r, String(e)));
  const join_ = (role: Role, n: EstateNode) => keeper.join(role, (u) => { if (nodes.get(role) !== n) throw Object.assign(new Error('gone'), {kind: 'reset'}); return n.run(u, whole.have(role)); });
  for (const [role, node] of nodes) join_(role, node);
  const azure = nodes.get('azure')!.estate;
  const watch = new Watch(azure.kernel);
  await keeper.advance(20*60_000);
  const t0 = Date.now();
  const trips = description.machines.map(({ name }) => azure.kernel.spawn(undefined, `trip ${name}`, roundTrip(azure, watch, { machine: name, ...options })));
  const done = () => trips.every((t) => t.over);
  for (const k of kills) {
    const [role, at, back] = k.split(':') as [Role, string, string];
    await keeper.advance(Number(at), done);
    nodes.delete(role);
    for (const n of nodes.values()) n.lost(role);
    console.log('killed', role, 'at', keeper.now);
    await keeper.advance(Number(at) + Number(back), done);
    const n = make(role); self.set(role, n);
    console.log('recover', n.recover(() => true), n.estate.kernel.now);
    nodes.set(role, n);
    await n.run(keeper.now, whole.have(role));
    n.restart();
    join_(role, n);
  }
  await keeper.advance(72*3600_000, done);
  console.log('nodes', Date.now()-t0, 'ms', keeper.now, 'virtual', asks, 'asks', trips.map((t) => t.over && (t.done.take() as any).stage), trips.map((t)=> t.over && (t.done.take() as any).job?.errors));
  await keeper.advance(keeper.now + 3_600_000);
  const site = nodes.get('vcenter')!.estate;
  console.log(whole.verdicts().map((v) => `${v.checker} ${v.verdict} ${v.evidence[0] ?? ''}`).join('\n'));
  const disks = (e: any) => [...e.vsphere.inventory.vms.values()].flatMap((v: any) => v.disks.map((d: any) => `${v.name} ${d.view().checksum()} ${v.guest.lastSeq}`));
  console.log(disks(site));
  {
    const c = new Checkers(); const e = build(description, seed, [c.observe]); const w = new Watch(e.kernel); e.kernel.run(20*60_000);
    const t0 = Date.now();
    const trips = description.machines.map(({ name }) => e.kernel.spawn(undefined, `trip ${name}`, roundTrip(e, w, { machine: name, ...options })));
    e.kernel.run(72*3600_000, () => trips.every((t) => t.over));
    console.log('virtual', Date.now()-t0, 'ms', e.kernel.now, trips.map((t) => (t.done.take() as any).stage), c.conclude(finalState(e)).filter(v=>v.verdict!=='valid'));
    e.kernel.run(e.kernel.now + 3_600_000);
    console.log(disks(e));
  }
  require('child_process').execSync('ls -la ' + folder, {stdio: 'inherit'});
}
main().catch((e) => { console.error(e); process.exit(1); });
