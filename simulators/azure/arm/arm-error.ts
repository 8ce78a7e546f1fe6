import { type Cause, Refusal } from '../../network';
import { asrCause } from '../../wire';
import type { Answer } from './call';

/** An answer in ARM's words. Shape of the body: AZURE.md §2.2 – recorded. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly causes: readonly Cause[];

  constructor(status: number, code: string, message: string, causes: readonly Cause[] = []) {
    super(message);
    this.name = 'ArmError';
    this.status = status;
    this.code = code;
    this.causes = causes;
  }
}

/** What each refusal of the vault is as a status; what is not named is a bad request. */
const STATUS: { readonly [code: string]: number } = {
  'SIM-UNKNOWN': 404,
  'SIM-OUT-OF-ORDER': 409,
  'SIM-BUSY': 409,
  'SIM-DUPLICATE': 409,
  'SIM-CANNOT-RESTART': 409,
  'SIM-CANNOT-CANCEL': 409,
  'SIM-POLICY-IN-USE': 409,
  'SIM-POLICY-FIXED': 409,
  'SIM-GROUP-IN-USE': 409,
  'SIM-VCENTER-IN-USE': 409,
  'SIM-PROCESS-SERVER-IN-USE': 409,
  'SIM-NOT-SIMULATED': 501,
  'SIM-SERVICE-DOWN': 503,
};

/** Anything that a route may throw, as the answer that the client sees; undefined: it is a fault of ours. */
export function errorAnswer(error: unknown): Answer | undefined {
  const known = error instanceof Refusal ? fromRefusal(error) : error;
  if (!(known instanceof ArmError)) return undefined;
  const { status, code, message, causes } = known;
  const retry = status === 503 || status === 429 ? { 'retry-after': '5' } : undefined;
  return {
    status,
    body: { error: { code, message, target: null, details: causes.map(detail) } },
    ...(retry ? { headers: retry } : {}),
  };
}

function fromRefusal(refusal: Refusal): ArmError {
  return new ArmError(STATUS[refusal.code] ?? 400, refusal.code, refusal.message, refusal.causes);
}

function detail({ code, message, recommendedAction, about }: Cause): object {
  return { code, message, possibleCauses: concerns(about), recommendedAction, target: about[0] ?? null };
}

const CONCERNS = 'Concerns: ';

/** What an error is about, as one line for people. */
export function concerns(about: readonly string[]): string {
  return about.length === 0 ? '' : `${CONCERNS}${about.join('; ')}`;
}

/** What `concerns` was made of. */
export function concerned(text: string | undefined): readonly string[] {
  return text?.startsWith(CONCERNS) ? text.slice(CONCERNS.length).split('; ') : [];
}

export function notFound(kind: string, name: string): ArmError {
  const causes = [asrCause('SIM-UNKNOWN', [name], `(${kind} ${name})`)];
  return new ArmError(
    404,
    'ResourceNotFound',
    `The ${kind} '${name}' was not found. Check its name.`,
    causes,
  );
}
