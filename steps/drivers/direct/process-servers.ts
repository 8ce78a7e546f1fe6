import type { Estate } from '../../../simulators/estate';
import type { ProcessServerActions } from '../driver';
import { refusalOf } from './refusals';
import { asked, vaultRequests } from './vault';

/** What the operator does with process servers in Azure: deploys them, logs in to them, deletes them. */
export function processServerActions(estate: Estate): ProcessServerActions {
  const { vault, servers, names, configurationServer, passphrase } = estate;
  const usual = {
    name: names.processServer,
    administrator: 'psadmin',
    password: 'P@ss-w0rd-of-the-day',
    managementServer: names.managementServer,
    vnet: names.vnet,
    address: '10.100.255.10',
  };
  const logIn = { user: usual.administrator, password: usual.password, passphrase };
  return {
    usual,
    deploy: async (choices) =>
      asked(() =>
        vault.deployProcessServer({
          name: '',
          administrator: '',
          password: '',
          managementServer: '',
          vnet: '',
          address: '',
          ...choices,
        }),
      ),
    logIn: async (name, choices) =>
      refusalOf(() =>
        servers.logIn(name, { ...logIn, managementServer: configurationServer.address, ...choices }),
      ),
    delete: async (name) => refusalOf(() => servers.deleteProcessServer(name)),
    registration: async (name) => servers.processServer(name).registration,
    listed: async () => vault.servers.map(({ name }) => name),
    propertiesOf: async (machine) => JSON.stringify(await vaultRequests(estate).item(machine)),
  };
}
