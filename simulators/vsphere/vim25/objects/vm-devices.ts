import { hashText, mix } from '../../../kernel';
import { VM_NETWORK } from '../../hierarchy';
import type { Vm } from '../../inventory';
import type { Data } from '../values';
import type { View } from '../view';
import { shared } from '../xml/encode';

/** Keys of devices, as vCenter numbers them. */
const SCSI_KEY = 1_000;
export const DISK_KEY = 2_000;
export const NIC_KEY = 4_000;
/** Unit 7 of a SCSI bus is the controller's own. */
const OWN_UNIT = 7;

/** The devices of a VM: the chipset's, a SCSI controller with its disks, a CD drive, a network card.
 *  The disks of a VM that are attached to another stand here too, behind its own: that is how the master target reaches them. */
export function devicesOf(vm: Vm, view: View): Data[] {
  return [...CHIPSET, ...disksOf(vm, view), CD_DRIVE, ethernet(vm, view)];
}

/** The disks of a VM, and those that it holds of others. Shape: `owner` is whose they are, `index` their number there. */
export function diskPlaces(vm: Vm, view: View): { readonly owner: Vm; readonly index: number }[] {
  return [vm, ...view.heldBy(vm.name)].flatMap((owner) =>
    owner.disks.map((_disk, index) => ({ owner, index })),
  );
}

/** `[ds-01] erp/erp.vmdk`; the second disk is `erp_1.vmdk`. */
export function diskFile({ name, datastore }: Vm, index: number): string {
  return `[${datastore}] ${name}/${name}${index === 0 ? '' : `_${index}`}.vmdk`;
}

/** An id that says nothing, and is always the same for the same name. */
export function uuidOf(name: string): string {
  const hex = [1, 2, 3, 4]
    .map((part) => (mix(hashText(`${part} ${name}`)) >>> 0).toString(16).padStart(8, '0'))
    .join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function label($: string, key: number, text: string, summary: string, more: Data = {}): Data {
  return { $, key, deviceInfo: { label: text, summary }, ...more };
}

/** Devices that all VMs have alike. */
const CHIPSET = chipset().map(shared);
const CD_DRIVE = shared(cdrom());

function chipset(): Data[] {
  const bus = (number: number): Data => ({ busNumber: number, device: [] });
  return [
    label('VirtualIDEController', 200, 'IDE 0', 'IDE 0', bus(0)),
    label('VirtualIDEController', 201, 'IDE 1', 'IDE 1', { ...bus(1), device: [3_000] }),
    label('VirtualPS2Controller', 300, 'PS2 controller 0', 'PS2 controller 0', {
      busNumber: 0,
      device: [600, 700],
    }),
    label('VirtualPCIController', 100, 'PCI controller 0', 'PCI controller 0', {
      busNumber: 0,
      device: [500, 12_000, SCSI_KEY, NIC_KEY],
    }),
    label('VirtualSIOController', 400, 'SIO controller 0', 'SIO controller 0', bus(0)),
    label('VirtualKeyboard', 600, 'Keyboard', 'Keyboard', { controllerKey: 300, unitNumber: 0 }),
    label('VirtualPointingDevice', 700, 'Pointing device', 'Pointing device; Device', {
      backing: {
        $: 'VirtualPointingDeviceDeviceBackingInfo',
        deviceName: '',
        useAutoDetect: false,
        hostPointingDevice: 'autodetect',
      },
      controllerKey: 300,
      unitNumber: 1,
    }),
    label('VirtualMachineVideoCard', 500, 'Video card', 'Video card', {
      controllerKey: 100,
      unitNumber: 0,
      videoRamSizeInKB: 4_096,
      numDisplays: 1,
      useAutoDetect: false,
      enable3DSupport: false,
      use3dRenderer: 'automatic',
    }),
    label('VirtualMachineVMCIDevice', 12_000, 'VMCI device', 'Device on the virtual machine PCI bus', {
      controllerKey: 100,
      unitNumber: 17,
      id: -1,
      allowUnrestrictedCommunication: false,
    }),
  ];
}

const CONTROLLERS: { readonly [type: string]: string } = {
  ParaVirtualSCSIController: 'VMware paravirtual SCSI',
  VirtualLsiLogicController: 'LSI Logic',
  VirtualLsiLogicSASController: 'LSI Logic SAS',
  VirtualBusLogicController: 'Bus Logic',
};

function disksOf(vm: Vm, view: View): Data[] {
  const places = diskPlaces(vm, view);
  const { controller = 'ParaVirtualSCSIController' } = vm.hardware;
  const controllers = Array.from({ length: Math.max(1, Math.ceil(places.length / 15)) }, (_each, bus) =>
    label(controller, SCSI_KEY + bus, `SCSI controller ${bus}`, CONTROLLERS[controller] ?? controller, {
      controllerKey: 100,
      unitNumber: 3 + bus,
      busNumber: bus,
      device: places.flatMap((_place, at) => (Math.floor(at / 15) === bus ? [DISK_KEY + at] : [])),
      hotAddRemove: true,
      sharedBus: 'noSharing',
      scsiCtlrUnitNumber: OWN_UNIT,
    }),
  );
  return [...controllers, ...places.map(({ owner, index }, at) => disk(owner, index, at, view))];
}

function disk(owner: Vm, index: number, at: number, view: View): Data {
  const sizeBytes = owner.disks[index]?.sizeBytes ?? 0;
  const kib = Math.ceil(sizeBytes / 1_024);
  const unit = at % 15;
  return label(
    'VirtualDisk',
    DISK_KEY + at,
    `Hard disk ${at + 1}`,
    `${kib.toString().replace(/\B(?=(\d{3})+$)/g, ',')} KB`,
    {
      backing: {
        $: 'VirtualDiskFlatVer2BackingInfo',
        fileName: diskFile(owner, index),
        datastore: view.datastoreRef(owner.datastore),
        diskMode: 'persistent',
        split: false,
        writeThrough: false,
        thinProvisioned: true,
        uuid: uuidOf(`${owner.instanceUuid} disk ${index}`),
        digestEnabled: false,
        sharing: 'sharingNone',
      },
      controllerKey: SCSI_KEY + Math.floor(at / 15),
      unitNumber: unit < OWN_UNIT ? unit : unit + 1,
      capacityInKB: kib,
      capacityInBytes: sizeBytes,
      shares: { shares: 1_000, level: 'normal' },
      diskObjectId: `${owner.id}-${DISK_KEY + index}`,
      nativeUnmanagedLinkedClone: false,
    },
  );
}

function cdrom(): Data {
  return label('VirtualCdrom', 3_000, 'CD/DVD drive 1', 'Remote device', {
    backing: {
      $: 'VirtualCdromRemotePassthroughBackingInfo',
      deviceName: '',
      useAutoDetect: false,
      exclusive: false,
    },
    connectable: { startConnected: false, allowGuestControl: true, connected: false, status: 'untried' },
    controllerKey: 201,
    unitNumber: 0,
  });
}

/** The MAC address of a VM's card, of VMware's own range. */
export function macOf({ instanceUuid }: Vm): string {
  return `00:50:56:${instanceUuid.slice(-6).match(/../g)?.join(':') ?? ''}`;
}

function ethernet(vm: Vm, view: View): Data {
  const connected = vm.power === 'poweredOn';
  return label(vm.hardware.card ?? 'VirtualVmxnet3', NIC_KEY, 'Network adapter 1', VM_NETWORK, {
    backing: {
      $: 'VirtualEthernetCardNetworkBackingInfo',
      deviceName: VM_NETWORK,
      useAutoDetect: false,
      network: view.ref(view.vim.tree.places.network),
      inPassthroughMode: false,
    },
    connectable: {
      migrateConnect: 'unset',
      startConnected: true,
      allowGuestControl: true,
      connected,
      status: connected ? 'ok' : 'untried',
    },
    controllerKey: 100,
    unitNumber: 7,
    addressType: 'assigned',
    macAddress: macOf(vm),
    wakeOnLanEnabled: true,
    uptCompatibilityEnabled: true,
  });
}
