import type { Connection, RunbookLine } from './connection';
import { Asking, Away, type Cause, Refused } from './failback/asking';
import { choicesToAzure, choicesToSite } from './failback/choices';
import type { Item } from './failback/item';
import { obstaclesOf, siteVmOf } from './failback/obstacles';
import {
  type FailbackOptions,
  type FailbackResult,
  type Limits,
  type MachineResult,
  USUAL_LIMITS,
} from './failback/options';
import { lookAround, type Surroundings } from './failback/surroundings';
import { Traveller } from './failback/traveller';
import { type JobFacts, Vault } from './failback/vault';
import { Vsphere } from './failback/vsphere';

export type { FailbackOptions, FailbackResult } from './failback/options';

const POLL_MS = 30_000;
/** Where nothing happens, looks become rarer: each waits twice as long as the one before, but no more often than this. */
const QUIET_MAX = 2;
/** The jobs of a failback. Others are none of its business. */
const OURS =
  /^(SwitchReplicationGroupProtection|UnplannedFailover|PlannedFailover|CommitFailover|CancelFailover)/;

/** Brings machines home from Azure: reprotects them to the site, fails them over to it, commits, and protects them in Azure again.
 *  It looks where each machine stands and takes the next step from there, so it may be stopped at any time and run again. A machine that cannot
 *  go on is left where it is safe, with the cause and the next step, and the others go on.
 *  Above 250 lines, for one class holds every step, a method each: defective runbooks override one.
 *  Order: all machines are copied home at once; they fail over in the order of their recovery plan, those of a multi-VM group together. */
export class Failback {
  protected readonly connection: Connection;
  protected readonly options: FailbackOptions;
  protected readonly limits: Limits;
  protected readonly vault: Vault;
  protected readonly vsphere: Vsphere;
  protected travellers: readonly Traveller[] = [];
  /** What was looked at in this round. */
  private around: Surroundings | undefined;
  private jobs: readonly JobFacts[] | undefined;
  /** The last failure of each job that failed. */
  private readonly failures = new Map<string, JobFacts>();
  /** For so many rounds there was nothing to say. */
  private quiet = 0;

  constructor(connection: Connection, options: FailbackOptions = {}) {
    this.connection = connection;
    this.options = options;
    this.limits = { ...USUAL_LIMITS, ...options.limits };
    const asking = new Asking(connection.clock, {
      pauseMs: () => this.pollMs(),
      serviceMs: this.limits.serviceMs,
    });
    this.vault = new Vault(connection, asking);
    this.vsphere = new Vsphere(connection.vsphere);
  }

  /** Shape: one result for each machine, in the order of the vault; for a name that is not protected as well. Errors: none of the services'. */
  async run(): Promise<FailbackResult> {
    try {
      const unknown = await this.survey();
      if (this.options.dryRun === true) return await this.preflight(unknown);
      while (this.travellers.some(({ settled }) => !settled)) {
        for (const traveller of this.travellers) if (!traveller.settled) await this.safely(traveller);
        if (this.travellers.every(({ settled }) => settled)) break;
        await this.connection.clock.sleep(this.pollMs() * 2 ** this.quiet);
        this.quiet = Math.min(this.quiet + 1, QUIET_MAX);
        await this.look();
      }
      return this.result(unknown);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      for (const traveller of this.travellers) if (!traveller.settled) this.stop(traveller, error.cause);
      if (this.travellers.length === 0)
        this.say({ step: 'survey', outcome: 'stopped', what: told(error.cause) });
      return this.result([]);
    } finally {
      await this.vsphere.logout();
    }
  }

  /** Who is to come home, and in which order. Gives the names that nobody knows. */
  protected async survey(): Promise<readonly string[]> {
    const items = await this.vault.items();
    const waves = await this.vault.waves();
    const wanted = this.options.machines;
    const named = (name: string): boolean =>
      wanted === undefined || wanted.some((each) => each.toLowerCase() === name.toLowerCase());
    const waveOf = ({ container, twin, name }: Item): number =>
      Math.max(
        0,
        waves.findIndex((wave) => [name, container, twin].some((each) => wave.includes(each))),
      );
    const now = this.now();
    this.travellers = items
      .filter(({ name }) => named(name))
      .map((item) => new Traveller(item, waveOf(item), now));
    for (const { name, item, wave } of this.travellers)
      this.say({
        step: 'survey',
        machine: name,
        outcome: 'noted',
        what: `${item.standing}; group ${wave + 1}`,
      });
    return (wanted ?? []).filter(
      (name) => !items.some((item) => item.name.toLowerCase() === name.toLowerCase()),
    );
  }

  /** Looks only: what would stand against each machine now. */
  protected async preflight(unknown: readonly string[]): Promise<FailbackResult> {
    for (const traveller of this.travellers) {
      const { item } = traveller;
      if (item.standing === 'home') {
        this.arrive(traveller);
        continue;
      }
      const obstacles = await this.obstacles(traveller);
      for (const cause of obstacles)
        this.say({ step: 'preflight', machine: item.name, outcome: 'noted', what: told(cause) });
      const [first] = obstacles;
      if (first) traveller.cause = first;
      else
        this.say({ step: 'preflight', machine: item.name, outcome: 'done', what: await this.burden(item) });
    }
    return this.result(unknown, ({ cause }) => cause === undefined);
  }

  /** Where everybody stands now. */
  private async look(): Promise<void> {
    this.around = undefined;
    this.jobs = undefined;
    const items = new Map((await this.vault.items()).map((item) => [item.name, item]));
    for (const traveller of this.travellers.filter(({ settled }) => !settled)) {
      const item = items.get(traveller.name);
      if (!item)
        this.stop(traveller, {
          code: 'not protected',
          what: 'it is not protected any more: somebody disabled its replication',
          next: 'Find out who did, and bring the machine home by hand.',
        });
      else if (traveller.see(item, this.now()))
        this.say({
          step: item.standing,
          machine: item.name,
          outcome: 'done',
          what: 'reached',
        });
    }
  }

  private async safely(traveller: Traveller): Promise<void> {
    try {
      await this.advance(traveller);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error instanceof Away) throw error;
      this.hold(traveller, error.cause);
    }
  }

  /** Takes the next step of a machine, or waits. */
  protected async advance(traveller: Traveller): Promise<void> {
    const { item } = traveller;
    if (item.job !== undefined) return this.follow(traveller, item.job);
    const failed = await this.failedJob(traveller);
    if (failed) return this.mend(traveller, failed);
    switch (item.standing) {
      case 'in Azure':
        return this.reprotect(traveller);
      case 'copying home':
        return this.awaitReplication(traveller);
      case 'ready':
        return this.comeHome(traveller);
      case 'came home':
        return this.makeFinal(traveller);
      case 'unprotected':
        return this.protectAgain(traveller);
      case 'protecting':
        return this.awaitReplication(traveller);
      case 'home':
        return this.confirm(traveller);
    }
  }

  /** Step 1: everything is looked at, then the replication is turned round. */
  protected async reprotect(traveller: Traveller): Promise<void> {
    const { item } = traveller;
    const [obstacle] = await this.obstacles(traveller);
    if (obstacle) return this.hold(traveller, obstacle);
    await this.vault.reprotect(item, await this.choices(item));
    this.say({ step: 'reprotect', machine: item.name, outcome: 'begun', what: await this.burden(item) });
  }

  protected async choices(item: Item): Promise<ReturnType<typeof choicesToSite>> {
    const policy = await this.vault.policyOf(item.fabric, item.twin);
    return choicesToSite(item, await this.surroundings(), policy);
  }

  /** Step 2, and 6 the other way: the data are on their way. */
  protected async awaitReplication(traveller: Traveller): Promise<void> {
    const { item, since } = traveller;
    const now = this.now();
    const [error] = item.healthErrors;
    traveller.criticalSince = item.health === 'Critical' ? (traveller.criticalSince ?? now) : undefined;
    const stalled =
      traveller.criticalSince !== undefined && now - traveller.criticalSince > this.limits.stalledMs;
    if (!stalled && now - since <= this.limits.replicationMs) return;
    this.stop(traveller, {
      code: error?.code ?? 'replication',
      what: `its replication does not come to an end: ${error?.what ?? `health ${item.health}`}`,
      next:
        error?.next ||
        'Check the network path and the servers on the way; replication goes on by itself then.',
    });
  }

  /** Step 3: a fresh recovery point, everybody who must come with it, and nothing in the way; then there is no turning back. */
  protected async comeHome(traveller: Traveller): Promise<void> {
    const { item } = traveller;
    traveller.fresh = await this.hasFreshPoint(item);
    if (!traveller.fresh) return this.awaitPoint(traveller);
    if (!this.mayFailOver(traveller)) return;
    const [obstacle] = await this.obstacles(traveller);
    if (obstacle) return this.hold(traveller, obstacle);
    await this.failOver(item);
  }

  protected async failOver(item: Item): Promise<void> {
    this.say({
      step: 'fail over',
      machine: item.name,
      outcome: 'begun',
      what: 'point of no return: the copy in Azure is shut down, and the machine starts at home',
    });
    await this.vault.failOver(item);
  }

  /** Step 4: what came home is looked at, before it is made final. */
  protected async makeFinal(traveller: Traveller): Promise<void> {
    const { item } = traveller;
    const trouble = (await this.azureCopyTrouble(item)) ?? (await this.homeTrouble(item));
    if (trouble) return this.holdAtHome(traveller, trouble);
    this.say({
      step: 'commit',
      machine: item.name,
      outcome: 'begun',
      what: 'it runs at home, and is off in Azure',
    });
    await this.vault.commit(item);
  }

  /** Step 5: from here on Azure gets what it writes at home. The copy in Azure stays until somebody deletes it. */
  protected async protectAgain(traveller: Traveller): Promise<void> {
    const { item } = traveller;
    const policy = await this.vault.policyOf(item.fabric, item.twin);
    const around = await this.surroundings();
    await this.vault.reprotect(item, choicesToAzure(item, around, policy));
    this.say({ step: 'protect again', machine: item.name, outcome: 'begun', what: 'replication to Azure' });
  }

  /** Step 7: it is protected; does it run at home, and there only? */
  protected async confirm(traveller: Traveller): Promise<void> {
    const { item } = traveller;
    const trouble = (await this.azureCopyTrouble(item)) ?? (await this.homeTrouble(item));
    if (trouble) return this.hold(traveller, trouble);
    this.arrive(traveller);
  }

  /** A job is under way for a machine. */
  protected async follow(traveller: Traveller, id: string): Promise<void> {
    this.jobs ??= await this.vault.jobs();
    const listed = this.jobs.find((each) => each.id === id);
    if (listed && this.now() - listed.startedAt <= this.limits.jobMs) return;
    const job = await this.vault.job(id);
    if (job.state !== 'InProgress' || this.now() - job.startedAt <= this.limits.jobMs) return;
    const { item } = traveller;
    // A reprotection can be taken back: the machine then works on where it is. Nothing else may be.
    if (job.allowed.includes('Cancel')) {
      this.say({
        step: job.scenario,
        machine: item.name,
        outcome: 'retried',
        what: 'it takes too long: cancelled',
      });
      await this.vault.cancel(job);
    }
    this.stop(traveller, {
      code: 'job',
      what: `the job ${job.scenario} does not end; it is at "${job.task}"`,
      next: `See the job ${job.id} in the vault, and run this again when it has ended.`,
    });
  }

  /** The last job of a machine, if it failed. */
  protected async failedJob({ item }: Traveller): Promise<JobFacts | undefined> {
    if (item.standing === 'home') return undefined;
    this.jobs ??= await this.vault.jobs();
    const last = this.jobs.find(({ machine }) => machine === item.name);
    if (last?.state !== 'Failed' || !OURS.test(last.scenario)) return undefined;
    // Why it failed stands in the job alone, and stays as it is until it is restarted.
    const known = this.failures.get(last.id);
    const job = known?.endedAt === last.endedAt ? known : await this.vault.job(last.id);
    if (job?.state !== 'Failed') return undefined;
    this.failures.set(job.id, job);
    return job;
  }

  /** A job failed: it is restarted when nothing stands against it any more, and only so often as there is time for. */
  protected async mend(traveller: Traveller, job: JobFacts): Promise<void> {
    const { item } = traveller;
    const told: Cause = job.cause ?? { code: 'job', what: `${job.scenario} failed`, next: '' };
    const [obstacle] = await this.obstacles(traveller);
    this.hold(
      traveller,
      obstacle ? { ...obstacle, what: `${told.what} (${told.code}): ${obstacle.what}` } : told,
    );
    if (traveller.settled || obstacle) return;
    if (this.now() - (job.endedAt ?? 0) < this.limits.restartMs) return;
    this.say({ step: job.scenario, machine: item.name, outcome: 'retried', what: `${told.code}: restarted` });
    await this.vault.restart(job);
  }

  /** Everything that stands against a machine's next step. */
  protected async obstacles({ item }: Traveller): Promise<readonly Cause[]> {
    const around = await this.surroundings();
    const azureVm = item.standing === 'in Azure' ? await this.vault.azureVm(item) : 'running';
    return obstaclesOf(item, around, azureVm, this.now());
  }

  protected async hasFreshPoint(item: Item): Promise<boolean> {
    const points = await this.vault.points(item);
    return points.some(({ takenAt }) => this.now() - takenAt <= this.limits.freshMs);
  }

  private awaitPoint(traveller: Traveller): void {
    const { item, since } = traveller;
    if (this.now() - since <= this.limits.pointMs) return;
    const [error] = item.healthErrors;
    this.stop(traveller, {
      code: error?.code ?? 'recovery point',
      what: `no fresh recovery point is made: ${error?.what ?? `health ${item.health}`}`,
      next: error?.next || 'Check the agent on the machine, the process server and the master target.',
    });
  }

  /** Machines of a multi-VM group come home together, and after those of the groups before them in their recovery plan. */
  protected mayFailOver(traveller: Traveller): boolean {
    const { item, wave, since } = traveller;
    const others = this.travellers.filter((each) => each !== traveller);
    const mates = others.filter((each) => item.multiVmGroup !== undefined && isMate(each.item, item));
    const left = mates.find((each) => each.outcome === 'stopped' && !isOnItsWay(each));
    if (left) {
      this.stop(traveller, {
        code: 'multi-VM group',
        what: `its multi-VM group comes home together, and ${left.name} cannot`,
        next: `Mend what holds ${left.name}, then run this again.`,
      });
      return false;
    }
    const before = others.filter((each) => each.wave < wave && !each.isBack && each.outcome !== 'stopped');
    const late = [...before, ...mates.filter((each) => !isOnItsWay(each))];
    if (late.length === 0) return true;
    if (this.now() - since > this.limits.othersMs)
      this.stop(traveller, {
        code: 'others',
        what: `it waits for ${late.map(({ name }) => name).join(', ')}`,
        next: 'See what holds them, then run this again.',
      });
    return false;
  }

  /** Is the copy in Azure really off? */
  protected async azureCopyTrouble(item: Item): Promise<Cause | undefined> {
    if ((await this.vault.azureVm(item)) !== 'running') return undefined;
    const vm = siteVmOf(item, await this.surroundings());
    if (item.standing === 'home' && !vm?.on) return undefined;
    return {
      code: 'two copies',
      what: `the virtual machine ${item.azureVm} in Azure still runs`,
      next: `Look which of the two is used; if it is the one at home, stop ${item.azureVm} in Azure.`,
    };
  }

  /** Does it run at home, with an address? */
  protected async homeTrouble(item: Item): Promise<Cause | undefined> {
    const around = await this.surroundings();
    if (!around.site) return around.vsphereTroubles[0];
    const vm = siteVmOf(item, around);
    if (vm?.on && vm.address !== undefined) return undefined;
    // A physical server that never left is not seen from vSphere.
    if (!vm && item.physical && item.standing === 'home') return undefined;
    return {
      code: vm?.on ? 'address' : 'VM at home',
      what: vm
        ? `its VM at home is ${vm.on ? 'on, and has no address' : 'off'}`
        : 'its VM at home is not to be seen',
      next: vm?.on
        ? 'Give it an address: make room in the DHCP scope, or set one by hand; then run this again.'
        : 'See in vSphere why it is off, start it once the copy in Azure is off, then run this again.',
    };
  }

  /** What came home does not run as it should. A planned failover can be taken back, as long as nothing was written at home. */
  protected async holdAtHome(traveller: Traveller, trouble: Cause): Promise<void> {
    const { item } = traveller;
    this.hold(traveller, trouble);
    if (!traveller.settled || !item.modernized || trouble.code !== 'VM at home') return;
    this.say({
      step: 'fail over',
      machine: item.name,
      outcome: 'retried',
      what: 'taken back: it works in Azure again',
    });
    await this.vault.cancelFailover(item);
  }

  /** Something stands against the next step: it may be mended for a while; then the machine is left where it is. */
  protected hold(traveller: Traveller, cause: Cause): void {
    const now = this.now();
    const isNews = traveller.trouble?.code !== cause.code;
    traveller.troubledSince ??= now;
    traveller.trouble = cause;
    if (now - traveller.troubledSince > this.limits.troubleMs) this.stop(traveller, cause);
    else if (isNews)
      this.say({
        step: traveller.item.standing,
        machine: traveller.name,
        outcome: 'waiting',
        what: told(cause),
      });
  }

  protected stop(traveller: Traveller, cause: Cause): void {
    traveller.outcome = 'stopped';
    traveller.cause = cause;
    this.say({
      step: traveller.item.standing,
      machine: traveller.name,
      outcome: 'stopped',
      what: told(cause),
    });
  }

  protected arrive(traveller: Traveller): void {
    traveller.outcome = 'home';
    this.say({
      step: 'home',
      machine: traveller.name,
      outcome: 'done',
      what: 'it runs at home and is protected',
    });
  }

  protected async surroundings(): Promise<Surroundings> {
    const fabric = this.travellers[0]?.item.fabric ?? '';
    this.around ??= await lookAround(this.vault, this.vsphere, fabric);
    return this.around;
  }

  /** How much is to come back. */
  protected async burden(item: Item): Promise<string> {
    const vm = siteVmOf(item, await this.surroundings());
    return vm
      ? `only what changed: the VM ${vm.name} is kept at home`
      : 'everything: a new VM is made at home';
  }

  protected result(
    unknown: readonly string[],
    isWell: (traveller: Traveller) => boolean = ({ outcome }) => outcome === 'home',
  ): FailbackResult {
    const known = this.travellers.map(
      (traveller): MachineResult => ({
        machine: traveller.name,
        home: traveller.outcome === 'home',
        stage: traveller.item.standing,
        ...(traveller.cause
          ? { cause: `${traveller.cause.code}: ${traveller.cause.what}`, next: traveller.cause.next }
          : {}),
      }),
    );
    const strangers = unknown.map(
      (machine): MachineResult => ({
        machine,
        home: false,
        stage: 'not protected',
        cause: 'no machine of that name is protected in the vault',
        next: 'Check the name; homeward-failback --dry-run lists all.',
      }),
    );
    const ok = known.length > 0 && strangers.length === 0 && this.travellers.every(isWell);
    return { ok, machines: [...known, ...strangers] };
  }

  protected now(): number {
    return this.vault.now();
  }

  protected say(line: RunbookLine): void {
    this.quiet = 0;
    this.connection.say(line);
  }

  private pollMs(): number {
    return this.options.pollMs ?? this.vault?.retryAfterMs ?? POLL_MS;
  }
}

function isMate(a: Item, b: Item): boolean {
  return a.multiVmGroup?.replace(/_Failback$/, '') === b.multiVmGroup?.replace(/_Failback$/, '');
}

/** It can come home with the others, or has begun to. */
function isOnItsWay({ fresh, isBack, item }: Traveller): boolean {
  return (
    fresh || isBack || item.standing === 'came home' || (item.standing === 'ready' && item.job !== undefined)
  );
}

function told({ what, next }: Cause): string {
  return next === '' ? what : `${what}. Next: ${next}`;
}
