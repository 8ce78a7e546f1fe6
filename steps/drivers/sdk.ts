import { ComputeManagementClient } from '@azure/arm-compute';
import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import { Arm, buildServer, type Served, Tokens } from '../../simulators/azure/arm';
import type { EstateDescription } from '../../simulators/description';
import { openHere } from './direct';
import type { Driver } from './driver';
import { answerLog } from './sdk/answer-log';
import { sdkAzureActions } from './sdk/azure';
import { mount } from './sdk/mount';
import { sdkVaultRequests } from './sdk/vault';
import type { Entry } from './views';

/** The public cloud's own address: nothing of a client is set otherwise than in production. */
const ORIGIN = 'https://management.azure.com';
const UNLIMITED = { readsAnHour: Number.POSITIVE_INFINITY, writesAnHour: Number.POSITIVE_INFINITY };

/** Builds an estate in this process and asks everything of Azure through the Azure SDK, over HTTP that never leaves the process.
 *  Virtual time stands still during a request; the scenario's clock alone moves it. */
export function openSdk(description: EstateDescription, seed: number, observers: readonly Entry[]): Driver {
  const { estate, driver } = openHere(description, seed, observers);
  const arm = new Arm({ ...estate, retryAfterSeconds: 1 });
  const token = once(async () => {
    const tokens = await Tokens.open(arm);
    serve({ arm, tokens });
    const [application] = tokens.applications;
    return tokens.issue(application?.clientId ?? '', application?.secret ?? '', ORIGIN);
  });
  const credential = {
    getToken: async () => ({ token: await token(), expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
  };
  // A refusal is the answer that a scenario looks at: it is not asked for again.
  const options = { retryOptions: { maxRetries: 0 } };
  const siteRecovery = new SiteRecoveryManagementClient(credential, arm.subscription, options);
  const compute = new ComputeManagementClient(credential, arm.subscription, options);
  return {
    ...driver,
    vault: sdkVaultRequests(estate, arm, siteRecovery),
    azure: sdkAzureActions(arm, compute, driver.clock, driver.azure),
  };
}

let current: { arm: Arm; tokens: Tokens } | undefined;

/** One server for all scenarios of this process, which run one after the other: it answers for the newest estate. */
function serve(served: Served): void {
  if (current) Object.assign(current, served);
  else {
    current = { ...served };
    const answered = answerLog('features');
    const options = { throttle: UNLIMITED, ...(answered ? { answered } : {}) };
    mount(buildServer(current, options), ORIGIN);
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
