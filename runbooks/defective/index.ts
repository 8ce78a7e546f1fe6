import { defect as alwaysExitsZero } from './always-exits-zero';
import { defect as cancelsSlowJobs } from './cancels-slow-jobs';
import { defect as cannotBeResumed } from './cannot-be-resumed';
import { defect as commitsBeforeLooking } from './commits-before-looking';
import type { Defect } from './defect';
import { defect as deletesAzureVmEarly } from './deletes-azure-vm-early';
import { defect as doesNotWait } from './does-not-wait';
import { defect as hasNoTimeOut } from './has-no-time-out';
import { defect as ignoresFailedShutdown } from './ignores-failed-shutdown';
import { defect as onlyTheFirst } from './only-the-first';
import { defect as powersOnAtHome } from './powers-on-at-home';
import { defect as removesSnapshots } from './removes-snapshots';
import { defect as retriesWithoutLooking } from './retries-without-looking';
import { defect as skipsProtectingAgain } from './skips-protecting-again';
import { defect as startsAzureCopyAgain } from './starts-azure-copy-again';
import { defect as swallowsEmptyList } from './swallows-empty-list';
import { defect as takesOldPoint } from './takes-old-point';
import { defect as throttlingIsFatal } from './throttling-is-fatal';
import { defect as usesNotedServer } from './uses-noted-server';

export type { Defect } from './defect';

/** Every one of them, by name. */
export const DEFECTS: readonly Defect[] = [
  alwaysExitsZero,
  cancelsSlowJobs,
  cannotBeResumed,
  commitsBeforeLooking,
  deletesAzureVmEarly,
  doesNotWait,
  hasNoTimeOut,
  ignoresFailedShutdown,
  onlyTheFirst,
  powersOnAtHome,
  removesSnapshots,
  retriesWithoutLooking,
  skipsProtectingAgain,
  startsAzureCopyAgain,
  swallowsEmptyList,
  takesOldPoint,
  throttlingIsFatal,
  usesNotedServer,
];
