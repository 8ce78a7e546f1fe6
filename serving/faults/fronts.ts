import { armFront, vimFront } from '../../simulators/estate-fronts';
import type { Kernel, Target } from '../../simulators/kernel';
import { Meddler } from '../../simulators/network';

/** A call that a meddler decided on. */
export interface MeddledCall {
  readonly front: string;
  readonly call: string;
}

/** The meddlers before the fronts of an estate. */
export class FrontMeddlers {
  readonly arm: Meddler;
  /** One for each vSphere API, in the order of the trees. */
  readonly vims: readonly Meddler[];
  readonly targets: readonly Target[];

  constructor(
    kernel: Kernel,
    trees: readonly { readonly host: string | undefined }[],
    acting: (meddled: MeddledCall) => void,
  ) {
    const meddler = (front: string): Meddler => new Meddler(kernel, front, (call) => acting({ front, call }));
    this.arm = meddler('Azure Resource Manager');
    this.vims = trees.map(({ host }) => meddler(host === undefined ? 'vCenter API' : `host ${host} API`));
    this.targets = [armFront(this.arm), ...this.vims.map(vimFront)];
  }

  /** Decides on a call again. Gives false where there is no such front. */
  again({ front, call }: MeddledCall): boolean {
    const meddler = [this.arm, ...this.vims].find((each) => each.front === front);
    meddler?.call(call);
    return meddler !== undefined;
  }
}
