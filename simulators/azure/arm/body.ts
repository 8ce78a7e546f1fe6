import { z } from 'zod';
import { ArmError } from './arm-error';
import type { Call } from './call';

/** The body of a request, checked. Fields that the schema does not name are ignored, as the service ignores them.
 *  Errors: 400 InvalidRequestContent – names each field that is missing or of the wrong type. */
export function readBody<T>({ body }: Call, schema: z.ZodType<T>): T {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const found = result.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new ArmError(400, 'InvalidRequestContent', `The request content was invalid: ${found.join('; ')}.`);
}

/** `{"properties": {…}}`, as every body of Site Recovery is wrapped. */
export function properties<T extends z.ZodRawShape>(shape: T) {
  return z.object({ properties: z.object(shape) });
}

export const text = z.string().max(2_048);
export const name = z.string().min(1).max(256);
/** An ARM id. */
export const armId = z.string().min(1).max(2_048);

/** Details that say by `instanceType` whose they are; the other fields are read where the type is known. */
export const details = z.looseObject({ instanceType: text });

/** Refuses details of another provider than the one that the state of the machine asks for. Source: AZURE.md §2.2, code 506. */
export function expectProvider(given: string | undefined, expected: string): void {
  if (given?.toLowerCase() === expected.toLowerCase()) return;
  throw new ArmError(
    400,
    '506',
    `An invalid parameter providerSpecificDetails was passed: expected instanceType ${expected}, got ${given ?? 'none'}.`,
  );
}

/** Refuses a direction that does not fit. */
export function expectDirection(given: string | undefined, expected: string): void {
  if (given === undefined || given.toLowerCase() === expected.toLowerCase()) return;
  throw new ArmError(
    400,
    'InvalidFailoverDirection',
    `Expected failoverDirection ${expected}, got ${given}.`,
  );
}
