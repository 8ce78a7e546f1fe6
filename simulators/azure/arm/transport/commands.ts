import type { Arm } from '../arm';
import { errorAnswer } from '../arm-error';
import type { Answer, Call } from '../call';
import { ROUTES } from '../routes';
import { Repeats } from './repeats';

/** A request that may change something, as it acts. Shape: plain JSON. */
export interface ArmCommand {
  /** The path of its route, with `{name}` for each parameter. Absent: no route knows what was asked. */
  readonly route?: string;
  /** The client's own id of the request. */
  readonly requestId?: string;
  readonly call: Call;
}

/** All requests that may change something pass here, each at the instant when it acts: so they can be kept, and done again. */
export class Commands {
  private readonly repeats = new Repeats();
  private readonly acting: (command: ArmCommand) => void;

  /** `acting` is told of each command before it acts. */
  constructor(acting: (command: ArmCommand) => void = () => undefined) {
    this.acting = acting;
  }

  act(command: ArmCommand, run: () => Answer): Answer {
    this.acting(command);
    return this.repeats.once(command.requestId, command.call, run);
  }

  /** Asked for, and known to no route. */
  unknown(call: Call, arm: Arm): void {
    this.acting({ call });
    recordUnknown(call, arm);
  }

  /** Does what was kept again, in an estate that stands where the other stood. What is refused was refused then too.
   *  Gives false where there is no such route. */
  again({ route: path, requestId, call }: ArmCommand, arm: Arm): boolean {
    if (path === undefined) {
      recordUnknown(call, arm);
      return true;
    }
    const route = ROUTES.find((each) => each.method === call.method && each.path === path);
    if (!route) return false;
    try {
      this.repeats.once(requestId, call, () => route.run(call, arm));
    } catch (error) {
      if (!errorAnswer(error)) throw error;
    }
    return true;
  }
}

function recordUnknown({ method, path }: Call, arm: Arm): void {
  arm.kernel.record('not-simulated', `${method} ${path.slice(0, 200)}`);
}
