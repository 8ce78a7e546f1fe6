import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { Arm, buildServer, Tokens } from '../simulators/azure/arm';
import type { EstateDescription } from '../simulators/description';
import { buildVimServer, Vim } from '../simulators/vsphere/vim25';
import type { Connection, RunbookLine } from './connection';
import { Operated } from './operated';

const ORIGIN = 'https://management.azure.com';
const HOUR_MS = 3_600_000;

/** An estate whose machines have failed over to Azure and work there, and the connection that a runbook gets to it in this process. */
export interface InAzure {
  readonly operated: Operated;
  readonly connection: Connection;
  readonly said: RunbookLine[];
}

export interface InAzureOptions {
  readonly description?: Partial<EstateDescription> & { readonly count?: number };
  readonly seed?: number;
  /** Called before each request of the runbook; what it throws, the runbook meets instead of an answer. */
  readonly before?: (method: string, url: string, body: string | undefined) => void;
}

export async function inAzure({ description = {}, seed = 1, before }: InAzureOptions = {}): Promise<InAzure> {
  const operated = new Operated(description, seed);
  const { estate } = operated;
  const { kernel, vsphere, operator } = estate;
  for (const machine of estate.machines.keys()) operated.bring(machine, 'failover-committed');
  operated.run(2 * HOUR_MS);
  const arm = new Arm({ ...estate });
  const tokens = await Tokens.open(arm);
  const azure = buildServer({ arm, tokens });
  const apis = vsphere.trees.map(({ host }) =>
    buildVimServer(new Vim({ kernel, vsphere, ...(host === undefined ? {} : { host }) })),
  );
  const said: RunbookLine[] = [];
  const [application] = tokens.applications;
  const epochMs = Date.parse(arm.at(0));
  const httpClient: HttpClient = {
    async sendRequest(request: PipelineRequest) {
      const payload = request.body as string | undefined;
      before?.(request.method, request.url, payload);
      const { pathname, search, host } = new URL(request.url);
      const answer = await azure.inject({
        method: request.method as 'GET',
        url: pathname + search,
        headers: { ...request.headers.toJSON(), host },
        ...(payload === undefined || payload === null ? {} : { payload }),
      });
      return {
        request,
        status: answer.statusCode,
        headers: createHttpHeaders(answer.headers as Record<string, string>),
        bodyAsText: answer.body,
      };
    },
  };
  const connection: Connection = {
    azure: {
      endpoint: ORIGIN,
      authorityHost: ORIGIN,
      tenant: arm.tenant,
      clientId: application?.clientId ?? '',
      clientSecret: application?.secret ?? '',
      subscription: arm.subscription,
      resourceGroup: arm.resourceGroup,
      vault: arm.vaultName,
      httpClient,
    },
    vsphere: {
      url: 'https://vcenter/sdk',
      user: operator.user,
      password: operator.password,
      async send(body, headers) {
        before?.('POST', 'https://vcenter/sdk', body);
        const answer = await (apis[0] as (typeof apis)[number]).inject({
          method: 'POST',
          url: '/sdk',
          headers: { ...headers },
          payload: body,
        });
        const cookie = (answer.headers['set-cookie'] as string | undefined)?.split(';')[0];
        return {
          status: answer.statusCode,
          body: answer.body,
          ...(cookie === undefined ? {} : { cookie }),
        };
      },
    },
    clock: {
      now: () => epochMs + kernel.now,
      sleep: async (ms) => {
        kernel.run(kernel.now + ms);
      },
    },
    say: (line) => said.push(line),
  };
  return { operated, connection, said };
}
