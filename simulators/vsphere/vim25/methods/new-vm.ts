import type { VmHardware } from '../../../wire';
import { vimFault } from '../faults';
import { isData } from '../schema/schema';
import type { Data } from '../values';

/** The hardware that a specification of a new VM asks for. Devices that every VM has come anyway; disks are `disksOf`'s.
 *  Errors: NotSupported – a device, flag or firmware that is not simulated; InvalidArgument – no such hardware version. */
export function hardwareOf(config: Data): VmHardware {
  const { version, firmware } = config as { readonly version?: string; readonly firmware?: string };
  if (version !== undefined && !/^vmx-\d{2}$/.test(version))
    throw vimFault('InvalidArgument', 'version', { invalidProperty: 'version' });
  if (firmware !== undefined && firmware !== 'bios' && firmware !== 'efi')
    throw vimFault('InvalidArgument', 'firmware', { invalidProperty: 'firmware' });
  const devices = added(config).map(({ $ = '' }) => $);
  const controllers = devices.filter((type) => isData(type, 'VirtualSCSIController'));
  const cards = devices.filter((type) => isData(type, 'VirtualEthernetCard'));
  const other = devices.find(
    (type) =>
      ![...controllers, ...cards, 'VirtualDisk', 'VirtualCdrom', 'VirtualIDEController'].includes(type),
  );
  if (other !== undefined) throw vimFault('NotSupported', `a VM with a ${other} is not simulated`);
  for (const [what, all] of Object.entries({ 'SCSI controller': controllers, 'network card': cards }))
    if (all.length > 1)
      throw vimFault('NotSupported', `a new VM with more than one ${what} is not simulated`);
  return {
    ...(config.guestId === undefined ? {} : { guestId: config.guestId as string }),
    ...(version === undefined ? {} : { version }),
    ...(firmware === undefined ? {} : { firmware }),
    ...(controllers[0] === undefined ? {} : { controller: controllers[0] }),
    ...(cards[0] === undefined ? {} : { card: cards[0] }),
  };
}

/** The flags of a new VM that are configuration parameters. Errors: NotSupported – other flags. */
export function flagOptions({ flags }: Data): readonly { readonly key: string; readonly value: string }[] {
  const { $: _type, diskUuidEnabled, ...others } = (flags as Data | undefined) ?? {};
  const [other] = Object.keys(others).filter((flag) => others[flag] !== undefined);
  if (other !== undefined) throw vimFault('NotSupported', `flags.${other} is not simulated`);
  return diskUuidEnabled === undefined
    ? []
    : [{ key: 'disk.EnableUUID', value: diskUuidEnabled === true ? 'TRUE' : 'FALSE' }];
}

function added(config: Data): readonly Data[] {
  return ((config.deviceChange as Data[] | undefined) ?? []).map(({ operation, device }) => {
    if (operation !== 'add')
      throw vimFault('InvalidDeviceSpec', 'a new VM has no device yet', { deviceIndex: 0 });
    return device as Data;
  });
}
