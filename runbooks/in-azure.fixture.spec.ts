import assert from 'node:assert/strict';
import { FAULT } from '../serving/faults/request';
import { Session } from '../serving/session';
import type { Verdict } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import type { Estate } from '../simulators/estate';
import { type Connection, connectionFromEnvironment, type RunbookLine } from './connection';
import { sampleEstate } from './sample-estate';

const MINUTE_MS = 60_000;

/** An estate whose machines have failed over to Azure and work there, and the connection that a runbook gets to it in this process. */
export interface InAzure {
  readonly session: Session;
  readonly estate: Estate;
  readonly connection: Connection;
  readonly said: RunbookLine[];
  /** Does a fault, now or when its trigger comes; heals it after `lasts`, or when `heal` is called. */
  readonly fault: (asked: Asked) => void;
  readonly heal: () => void;
  /** What each fault struck. */
  readonly struck: () => readonly { readonly fault: string; readonly struck: readonly string[] }[];
  /** The checkers that are not valid after a while. */
  readonly broken: () => readonly Verdict[];
}

type Asked = {
  readonly fault: string;
  readonly target?: string;
  readonly how?: { readonly [parameter: string]: number | string };
  readonly lasts?: string;
  readonly when?: object;
};

export interface InAzureOptions {
  readonly description?: Partial<EstateDescription> & { readonly count?: number };
  readonly seed?: number;
  /** Called before each request of the runbook; what it throws, the runbook meets instead of an answer. */
  readonly before?: () => void;
  readonly observer?: (
    time: number,
    kind: string,
    subject: string,
    fields: Readonly<Record<string, unknown>>,
  ) => void;
}

export async function inAzure({
  description = {},
  seed = 1,
  before = () => undefined,
  observer,
}: InAzureOptions = {}): Promise<InAzure> {
  const { count = 1, ...rest } = description;
  const session = await Session.open(
    { ...sampleEstate({ machines: count, writes: 200 }), ...rest },
    {
      seed,
      failedOver: true,
      broke: (error) => assert.fail(error as Error),
      ...(observer ? { observers: [observer] } : {}),
    },
  );
  const said: RunbookLine[] = [];
  const { watched } = session;
  const { kernel } = watched.estate;
  return {
    session,
    estate: watched.estate,
    connection: connectionTo(session, before, (line) => said.push(line)),
    said,
    fault: (asked) => {
      watched.faults.inject(FAULT.parse(asked));
    },
    heal: () => {
      watched.faults.healAll();
    },
    struck: () => watched.outcomes.map(({ planned, struck }) => ({ fault: planned.fault, struck })),
    broken: () => {
      kernel.run(kernel.now + 30 * MINUTE_MS);
      return watched.verdicts().filter(({ verdict }) => verdict !== 'valid');
    },
  };
}

/** Servers that no hypervisor carries. */
export function physicalServers(count: number): EstateDescription['machines'] {
  return sampleEstate({ machines: count, writes: 200 }).machines.map(
    ({ host: _host, datastore: _datastore, ...machine }) => ({ ...machine, physical: true }),
  );
}

function connectionTo(session: Session, before: () => void, say: Connection['say']): Connection {
  const { azure, vsphere } = connectionFromEnvironment(session.environment);
  return {
    azure: {
      ...azure,
      httpClient: {
        sendRequest: async (request) => {
          before();
          return session.httpClient.sendRequest(request);
        },
      },
    },
    vsphere: {
      ...vsphere,
      send: async (payload, headers) => {
        before();
        const answer = await session.exchange(vsphere.url, {
          method: 'POST',
          headers: { ...headers },
          payload,
        });
        const cookie = answer.headers['set-cookie']?.split(';')[0];
        return { status: answer.status, body: answer.body, ...(cookie === undefined ? {} : { cookie }) };
      },
    },
    clock: { now: () => session.now(), sleep: (ms) => session.clock.sleep(ms) },
    say,
  };
}
