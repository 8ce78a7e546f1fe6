import { concerned } from '../../../simulators/azure/arm';
import type { Answer, ErrorView } from '../views';

/** What the SDK hands to `onResponse`, as far as it is read here. */
interface Raw {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
}

/** The options that every long-running call of the SDK takes. */
interface Options {
  readonly onResponse: (raw: Raw) => void;
}

/** What ARM's error bodies hold. */
interface ArmBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: readonly {
      readonly code: string;
      readonly message: string;
      readonly possibleCauses: string;
      readonly recommendedAction: string;
    }[];
  };
}

/** Begins a long-running operation and tells the job that it became, or the refusal. What it starts goes on only while the clock
 *  runs, so it is not waited for. Errors: an answer that is no ARM error. */
export async function begun(begin: (options: Options) => Promise<unknown>): Promise<Answer> {
  let location: string | undefined;
  try {
    await begin({
      onResponse: ({ status, headers }) => {
        if (status === 202) location ??= headers.get('location');
      },
    });
  } catch (error) {
    return { refusal: refusalOf(error) };
  }
  const job = /operationresults\/([\w-]+)/i.exec(location ?? '')?.[1];
  if (job === undefined) throw new Error('the service accepted the request and named no job');
  return { job };
}

function refusalOf(error: unknown): ErrorView {
  const { response } = error as { response?: { bodyAsText?: string } };
  if (response?.bodyAsText === undefined) throw error;
  const { error: told } = JSON.parse(response.bodyAsText) as ArmBody;
  const [cause] = told.details ?? [];
  if (!cause) throw error;
  return {
    code: cause.code,
    message: told.message,
    recommendedAction: cause.recommendedAction,
    about: concerned(cause.possibleCauses),
  };
}
