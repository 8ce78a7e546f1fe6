import { type Cause, Refusal } from '../network';
import { ASR_ERRORS, type AsrCode } from './asr-errors';

/** One reason in Site Recovery's words; `detail` follows the fixed wording. */
export function asrCause(code: AsrCode, about: readonly string[], detail = ''): Cause {
  const { text, next } = ASR_ERRORS[code];
  return { code, message: detail ? `${text} ${detail}` : text, recommendedAction: next, about };
}

/** Site Recovery says no, for one reason. */
export function asrRefusal(code: AsrCode, about: readonly string[], detail = ''): Refusal {
  return new Refusal(
    asrCause(code, about, detail),
    undefined,
    code === 'SIM-THROTTLED' || code === 'SIM-SERVICE-DOWN',
  );
}
