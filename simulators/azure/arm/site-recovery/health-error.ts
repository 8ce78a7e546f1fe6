import type { Cause } from '../../../network';
import { ASR_ERRORS, type AsrCode, asrCause } from '../../../wire';
import type { Arm } from '../arm';
import { concerns } from '../arm-error';
import { guidOf } from '../ids';

/** `Replication`: something is wrong with it now. `Configuration`: someone has something to mend by hand. */
type Category = 'Replication' | 'Configuration';

/** A health error in the service's words. */
export function healthError(arm: Arm, cause: Cause, level: 'Warning' | 'Error', category: Category): object {
  return {
    innerHealthErrors: [],
    errorSource: 'ReplicationUnitProviderErrorOnPrimary',
    errorType: category,
    errorLevel: level,
    errorCategory: category,
    errorCode: cause.code,
    summaryMessage: cause.message,
    errorMessage: cause.message,
    possibleCauses: concerns(cause.about),
    recommendedAction: cause.recommendedAction,
    creationTimeUtc: arm.at(arm.kernel.now),
    recoveryProviderErrorMessage: null,
    entityId: arm.machineId(cause.about[0] ?? ''),
    errorId: guidOf(`${cause.code} ${cause.about.join()}`),
    customerResolvability: 'NotAllowed',
  };
}

/** What the vault says of an item by code alone. */
export function causeOf(code: string, machine: string): Cause {
  if (code in ASR_ERRORS) return asrCause(code as AsrCode, [machine]);
  return { code, message: code, recommendedAction: '', about: [machine] };
}
