import type { Guest } from '../guest';
import type { Kernel, Process } from '../kernel';
import { NetworkFailure, Refusal } from '../network';
import type { Consistency } from '../storage';
import { type AgentSettings, type GroupMessage, PORT } from '../wire';

/** How long a machine of a group holds its writes back at most; applications need time to come to rest. */
const FREEZE_MS_MAX = { crash: 5_000, application: 120_000 } as const;

/** What the group's work needs of the agent that does it. */
interface GroupAgent {
  guest(): Guest;
  ask(to: string, port: number, message: GroupMessage): Process;
  /** Brings the applications to rest, if that is wanted; says what can be had. */
  calm(wanted: Consistency): Process<Consistency>;
}

/** Common points of a multi-VM group. Its first agent leads: all machines hold their writes, all take their drain, all go on. */
export class GroupPoints {
  private readonly kernel: Kernel;
  private readonly machine: string;
  private readonly agent: GroupAgent;

  constructor(kernel: Kernel, machine: string, agent: GroupAgent) {
    this.kernel = kernel;
    this.machine = machine;
    this.agent = agent;
  }

  /** Catches all machines of the group at one instant. False if one of them could not be caught so. */
  *lead({ group }: AgentSettings, consistency: Consistency): Process<boolean> {
    const { name = '', members = [] } = group ?? {};
    const point = `${name} ${this.kernel.count(`group point ${name}`)}`;
    // Whoever freezes later than this holds its writes back longer.
    const untilMs = this.kernel.now + FREEZE_MS_MAX[consistency];
    const message = (kind: GroupMessage['kind']): GroupMessage => ({ kind, point, consistency, untilMs });
    try {
      for (const kind of ['group.freeze', 'group.snapshot', 'group.thaw'] as const)
        for (const member of members) yield* this.agent.ask(member, PORT.group, message(kind));
      return true;
    } catch (error) {
      if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
      this.kernel.record('group.point-missed', name, { point, why: error.message });
      const { endpoint } = this.agent.guest();
      for (const member of members) endpoint?.send(member, PORT.group, message('group.thaw'));
      return false;
    }
  }

  /** Errors: a Refusal if the applications were to come to rest and did not. */
  *freeze({ point, consistency }: GroupMessage): Process<Record<string, never>> {
    if ((yield* this.agent.calm(consistency)) !== consistency) throw this.missed(point);
    const guest = this.agent.guest();
    guest.freeze();
    this.kernel.after(FREEZE_MS_MAX[consistency], () => guest.thaw());
    return {};
  }

  missed(point: string): Refusal {
    return new Refusal({
      code: 'SIM-SERVICE-DOWN',
      message: `${this.machine} cannot take the group point ${point} now.`,
      recommendedAction: 'Nothing: the next group point follows.',
      about: [this.machine],
    });
  }
}
