import type { Estate } from '../../../simulators/estate';
import { Refusal } from '../../../simulators/network';
import type { LinuxChoices, MasterTargetActions } from '../driver';
import { refusalOf } from './refusals';
import { finish } from './site';

const OPTION = 'Add additional process servers to scale out deployment';
const PLACE = { host: 'esx-02', datastore: 'ds-02' };
const DRIVE = { name: 'R:', fileSystem: 'NTFS', cache: false, capacityBytes: 2 ** 40 } as const;
/** A Linux server as the document has it installed. */
const LINUX = {
  version: 'CentOS 6.6 minimal',
  partitions: { '/': 'ext4', '/var/crash': 'ext4', '/home': 'ext4' },
  swap: true,
  address: 'static',
  bootLoader: true,
  internet: true,
} as const;

/** What the operator does to set up further master targets. */
export function masterTargetActions(estate: Estate): MasterTargetActions {
  const { servers, vsphere, operator, configurationServer, passphrase } = estate;
  const common = { ...PLACE, managementServer: configurationServer.address, passphrase };
  const linuxSetup = (choices: LinuxChoices) => ({ ...LINUX, ...choices });
  return {
    installWindows: async (name, { option = OPTION, ...entered }) =>
      refusalOf(() =>
        servers.installMasterTarget({
          ...common,
          ...entered,
          name,
          setupOption: option,
          retentionDrives: [DRIVE],
        }),
      ),
    enterPassphrase: async (name) => servers.masterTarget(name).configure({ passphrase }),
    registration: async (name) => servers.masterTarget(name).registration,
    installLinux: async (name, choices) =>
      servers.installMasterTarget({
        ...common,
        name,
        linux: linuxSetup(choices),
        retentionDrives: [{ ...DRIVE, name: '/mnt/retention', fileSystem: 'ext4' }],
      }),
    reinstallLinux: async (name, choices) => servers.linuxServer(name).reinstall(linuxSetup(choices)),
    connectToInternet: async (name) => servers.linuxServer(name).connectToInternet(),
    installPackages: async (name, packages) =>
      refusalOf(() => servers.linuxServer(name).installPackages(packages)),
    unpackAgent: async (name) => servers.linuxServer(name).unpackAgent(),
    makeScriptExecutable: async (name) => servers.linuxServer(name).makeScriptExecutable(),
    runScript: async (name) => refusalOf(() => servers.linuxServer(name).applyCustomChanges()),
    async setEnableUuid(name, value) {
      const args = { vm: name, extraConfig: { key: 'disk.EnableUUID', value } };
      return refusalOf(() =>
        finish(estate, 'edit parameter', vsphere.call(operator, 'ReconfigVM_Task', args)),
      );
    },
    powerOff: async (name) =>
      finish(estate, 'power off', vsphere.call(operator, 'PowerOffVM_Task', { vm: name })),
    powerOn: async (name) =>
      finish(estate, 'power on', vsphere.call(operator, 'PowerOnVM_Task', { vm: name })),
    reboot: async (name) => finish(estate, 'reboot', servers.rebootMasterTarget(name)),
    async preflight(name) {
      const errors: Refusal['causes'][number][] = [];
      const check = function* () {
        try {
          yield* servers.masterTarget(name).checkPreparation();
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          errors.push(...error.causes);
        }
      };
      finish(estate, 'preflight', check());
      return errors;
    },
  };
}
