import { type Guest, reportSystem } from '../guest';
import type { Process } from '../kernel';
import { type Endpoint, NetworkFailure, Refusal } from '../network';
import type { AgentPoll, AgentSettings, Register } from '../wire';
import type { MobilityCore } from './mobility-core';
import { replicate } from './mobility-drains';

/** After a failure the agent asks its configuration server again. */
const RETRY_MS = 60_000;
/** An agent of a machine that nobody protects asks ever more rarely, down to this. Source: assumed. */
const RETRY_MS_MAX = 600_000;
/** The first question of a life is answered at once. */
const NEVER_ASKED = -1;

/** Registers, and asks the configuration server for settings again and again; from the first answer on it replicates. */
export function* control(agent: MobilityCore): Process {
  const { machine, configurationServer, passphrase, name } = agent.options;
  const address = agent.guest?.endpoint?.address ?? '';
  const disks = (agent.guest as Guest).disks.map(({ sizeBytes }) => ({ sizeBytes }));
  const registration: Register = {
    kind: 'cs.register',
    role: 'agent',
    name: machine,
    address,
    passphrase,
    copy: agent.copy,
    disks,
  };
  const guest = agent.guest as Guest;
  let asked = false;
  for (let retryMs = RETRY_MS; ; ) {
    let wait = retryMs;
    try {
      if (!agent.registered || agent.told !== guest.os) {
        const { os } = guest;
        const message = { ...registration, system: reportSystem(os) };
        yield* agent.ask(configurationServer, agent.options.controlPort, message);
        agent.registered = true;
        agent.told = os;
        agent.kernel.record('agent.registered', machine, { agent: name, copy: agent.copy });
      }
      apply(agent, yield* poll(agent, address, asked));
      // Only now is it known whether the pair still stands for which this copy has settings on its disk.
      if (!asked) agent.component.run('agent replication', replicate(agent));
      asked = true;
      wait = 1_000;
      retryMs = RETRY_MS;
    } catch (error) {
      if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
      if (error instanceof Refusal) agent.registered = false;
      // Nobody knows the machine: it is not protected (yet).
      if (error instanceof Refusal && error.code === 'SIM-NOT-IN-DATABASE')
        retryMs = Math.min(RETRY_MS_MAX, retryMs * 2);
    }
    yield wait;
  }
}

/** Asks for the settings; the answer comes when they are others than those at hand, or after some minutes. */
function* poll(agent: MobilityCore, address: string, asked: boolean): Process<AgentSettings | undefined> {
  const { machine, configurationServer } = agent.options;
  const { settings } = agent.component.durable;
  const version = asked ? (settings?.version ?? 0) : NEVER_ASKED;
  const { stalled } = agent;
  const question: AgentPoll = { kind: 'cs.agent-poll', machine, copy: agent.copy, address, version, stalled };
  const endpoint = agent.guest?.endpoint as Endpoint;
  const options = { timeoutMs: 60_000, keepAlive: true };
  return (
    (yield* endpoint.request<AgentSettings | null>(
      configurationServer,
      agent.options.controlPort,
      question,
      options,
    )) ?? undefined
  );
}

/** Takes new settings over. Another pair means another target, of which nothing is known yet; a pair that the configuration
 *  server forgot for a while is remembered, and so is the number of its newest drain where another came between: a target takes none twice. */
function apply(agent: MobilityCore, settings: AgentSettings | undefined): void {
  const { durable } = agent.component;
  if (settings && settings.route.pair !== durable.pair) {
    if (durable.pair !== undefined) durable.drainsOf.set(durable.pair, durable.drains);
    durable.pair = settings.route.pair;
    durable.baseline = undefined;
    durable.pending = undefined;
    durable.drains = durable.drainsOf.get(durable.pair) ?? 0;
    agent.lastApplicationAtMs = Number.NEGATIVE_INFINITY;
  }
  const { resync, route } = settings ?? {};
  const asked = resync !== undefined && resync !== durable.resync;
  // What another process server holds of the newest drains may come late, or never; and the one of a pair that is not to be any more forgets
  // them: the target must be asked.
  const moved = durable.via !== undefined && durable.via !== route?.processServer;
  if (asked || moved) {
    durable.baseline = undefined;
    durable.pending = undefined;
  }
  if (settings) durable.resync = resync;
  durable.via = route?.processServer;
  durable.settings = settings;
  if (settings) agent.configured.keep();
}
