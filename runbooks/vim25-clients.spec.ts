import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import { ClientSecretCredential } from '@azure/identity';
import { readEstateFile } from '../serving/estate-file';
import { ServedEstate } from '../serving/served-estate';
import { FAILBACK_PRIVILEGES } from '../simulators/wire';

const ROOT = resolve(__dirname, '..');
const SMALL = join(ROOT, 'examples', 'estates', 'small.yaml');
/** Debian's Python has pyVmomi where python3-pyvmomi is installed. */
const PYTHON = '/usr/bin/python3';
const pyVmomi = spawnSync(PYTHON, ['-W', 'ignore', '-c', 'import pyVmomi']).status === 0;
/** Debian's Ansible, with the collection community.vmware in it. */
const ANSIBLE = '/usr/bin/ansible-playbook';
const ansible = pyVmomi && existsSync(ANSIBLE);
const skip = pyVmomi ? false : 'pyVmomi is not installed (Debian: python3-pyvmomi)';

/** Serves the small estate, its account with a role, on sockets of this process. */
async function serve(role: 'read-only' | 'replication'): Promise<ServedEstate> {
  const description = readEstateFile(SMALL);
  const options = {
    seed: 1,
    host: '127.0.0.1',
    port: 0,
    vspherePort: 0,
    clock: 'virtual',
    speed: 1,
  } as const;
  return ServedEstate.open(
    { ...description, account: { ...description.account, role } },
    options,
    (error) => {
      throw error;
    },
  );
}

const python = (words: readonly string[], environment: ServedEstate['environment']): Promise<string> =>
  run(PYTHON, ['-W', 'ignore', ...words], environment);

/** Runs a program beside the server. */
function run(
  command: string,
  words: readonly string[],
  environment: ServedEstate['environment'],
): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, words, { env: { ...process.env, ...environment }, cwd: ROOT });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) done(out);
      else fail(new Error(`${words.join(' ')} ended with ${code}: ${out}`));
    });
  });
}

describe('vSphere front: pyVmomi', () => {
  it('makes a tour of the site', { skip }, async () => {
    const served = await serve('replication');
    try {
      const out = await python(['examples/pyvmomi-tour.py', 'web-01'], served.environment);
      for (const line of [
        'about: VMware vCenter Server 7.0.3 build-19234570',
        "host: esx-02 connected ['ds-01', 'ds-02']",
        'machine: erp-db-01 poweredOn [ds-01] erp-db-01/erp-db-01.vmx',
        "snapshots: ['before the tour']",
        'snapshots: None',
      ])
        assert(out.includes(`${line}\n`), out);
    } finally {
      await served.close();
    }
  });

  it('reads every property, waits, and gets typed faults', { skip }, async () => {
    const served = await serve('replication');
    try {
      const out = await python(['runbooks/pyvmomi-everything.py'], served.environment);
      assert(Number(/properties: (\d+)/.exec(out)?.[1]) > 400, out);
      for (const line of [
        'change: runtime.powerState poweredOff',
        'parameter: TRUE True mended',
        'fault: vim.fault.InvalidPowerState poweredOn',
        'busy: True',
        'licence: True',
        'event: VmPoweredOnEvent True',
        'file: web-01.vmx',
        'stale: vm-9999',
      ])
        assert(out.includes(`${line}\n`), `${line} is not in ${out}`);
    } finally {
      await served.close();
    }
  });

  it('shows a read-only account no datastore; the reprotection fails for it, and succeeds once its role is changed', {
    skip,
  }, async () => {
    const served = await serve('read-only');
    try {
      const { environment: env } = served;
      const { HOMEWARD_VIM_ACCOUNT: user = '', HOMEWARD_VIM_ACCOUNT_PASSWORD: password = '' } = env;
      const seen = await python(['examples/pyvmomi-permissions.py', 'look', user, password], env);
      for (const line of [
        'datastores: []',
        'datastores of the datacenter: []',
        "machines: ['management-server', 'erp-db-01', 'erp-app-01', 'web-01']",
        'power off: NoPermission VirtualMachine.Interact.PowerOff on vm-',
        'snapshot: NoPermission VirtualMachine.State.CreateSnapshot on vm-',
        'role: NoPermission Authorization.ModifyRoles on group-d1',
        'browse: NoPermission Datastore.Browse on datastore-',
      ])
        assert(seen.includes(line), seen);

      const job = await failToReprotect(env, 'erp-app-01');
      assert.match(
        await python(['examples/pyvmomi-permissions.py', 'grant', user, FAILBACK_PRIVILEGES.join(',')], env),
        /granted: \[True\]/,
      );
      await job.restart();
      assert.equal(await job.protectionState(), 'Protected');
      const after = await python(['examples/pyvmomi-permissions.py', 'look', user, password], env);
      assert(after.includes("datastores: ['ds-01', 'ds-02']"), after);
      assert(after.includes('snapshot: NoPermission VirtualMachine.State.CreateSnapshot'), after);
    } finally {
      await served.close();
    }
  });
});

describe('vSphere front: Ansible', () => {
  it('works with the modules of community.vmware that Debian can run', {
    skip: ansible ? false : 'Ansible is not installed (Debian: ansible, python3-pyvmomi)',
  }, async () => {
    const served = await serve('replication');
    try {
      const words = ['-e', 'machine=web-01', '-e', 'host=esx-01', 'examples/ansible-tour.yml'];
      const out = await run(ANSIBLE, words, {
        ...served.environment,
        PYTHONWARNINGS: 'ignore',
        REQUESTS_CA_BUNDLE: '',
      });
      for (const word of [
        'VMware vCenter Server 7.0.3',
        '\\"web-01\\"',
        '"tour"',
        '\\"ds-02\\"',
        'AAAAA-BBBBB',
        '[ds-01] web-01/web-01.vmdk',
      ])
        assert(out.includes(word), `${word} is not in ${out}`);
      assert.match(out, /unreachable=0 +failed=0/);
    } finally {
      await served.close();
    }
  });
});

/** Takes a machine to Azure, tries to reprotect it, and gives the job that failed. */
async function failToReprotect(env: ServedEstate['environment'], machine: string) {
  const tlsOptions = { ca: readFileSync(env.HOMEWARD_CA_CERT ?? '', 'utf8') };
  const credential = new ClientSecretCredential(
    env.AZURE_TENANT_ID ?? '',
    env.AZURE_CLIENT_ID ?? '',
    env.AZURE_CLIENT_SECRET ?? '',
    {
      authorityHost: env.AZURE_AUTHORITY_HOST,
      disableInstanceDiscovery: true,
      tlsOptions,
    } as ConstructorParameters<typeof ClientSecretCredential>[3],
  );
  const options = { endpoint: env.HOMEWARD_ARM_ENDPOINT, tlsOptions } as { endpoint: string };
  const client = new SiteRecoveryManagementClient(credential, env.AZURE_SUBSCRIPTION_ID ?? '', options);
  const vault = [env.HOMEWARD_VAULT ?? '', env.HOMEWARD_RESOURCE_GROUP ?? ''] as const;
  const [fabric] = await all(client.replicationFabrics.list(...vault));
  const place = [...vault, fabric?.name ?? '', 'PG1', machine] as const;
  const items = client.replicationProtectedItems;
  const policies = await all(client.replicationPolicies.list(...vault));
  const policy = (name: string): string => policies.find((each) => each.name === name)?.id ?? '';
  const protectable = await all(
    client.replicationProtectableItems.listByReplicationProtectionContainers(
      ...vault,
      fabric?.name ?? '',
      'PG1',
    ),
  );
  await items.beginCreateAndWait(...place, {
    properties: {
      policyId: policy('PG1'),
      protectableItemId: protectable.find(({ properties }) => properties?.friendlyName === machine)?.id ?? '',
      providerSpecificDetails: { instanceType: 'InMageAzureV2' },
    },
  });
  const until = async (state: string): Promise<string | undefined> => {
    for (let tries = 0; tries < 500; tries += 1)
      if ((await items.get(...place)).properties?.protectionState === state) return state;
    return (await items.get(...place)).properties?.protectionState;
  };
  await until('Protected');
  await items.beginUnplannedFailoverAndWait(...place, {
    properties: {
      failoverDirection: 'PrimaryToRecovery',
      sourceSiteOperations: 'NotRequired',
      providerSpecificDetails: { instanceType: 'InMageAzureV2' },
    },
  });
  await until('UnplannedFailoverCommitPendingStatesBegin');
  await items.beginFailoverCommitAndWait(...place);
  await until('UnplannedFailoverCommitted');
  const { masterTargetServers = [], processServers = [] } = (fabric?.properties?.customDetails ?? {}) as {
    masterTargetServers?: { id: string }[];
    processServers?: { id: string; friendlyName: string }[];
  };
  await assert.rejects(
    items.beginReprotectAndWait(...place, {
      properties: {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: {
          instanceType: 'InMage',
          masterTargetId: masterTargetServers[0]?.id ?? '',
          processServerId:
            processServers.find(({ friendlyName }) => friendlyName === 'ps-azure-01')?.id ?? '',
          retentionDrive: 'R:',
          datastoreName: 'ds-01',
          runAsAccountId: 'asr-account',
          profileId: policy('PG1_Failback'),
        },
      },
    }),
  );
  const [failed] = await all(client.replicationJobs.list(...vault));
  assert.equal(failed?.properties?.state, 'Failed');
  return {
    restart: () => client.replicationJobs.beginRestartAndWait(...vault, failed?.name ?? ''),
    protectionState: () => until('Protected'),
  };
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of pages) found.push(each);
  return found;
}
