import { Guest, type GuestService, recoveredInAzure, type SystemState, type Workload } from '../guest';
import type { Kernel, Process } from '../kernel';
import type { LinkKind, Network, Subnet } from '../network';
import { Disk, type ExtentMap } from '../storage';
import { asrRefusal, note, type Rules } from '../wire';

const CREATE_MS = 120_000;
const START_MS = 30_000;
const DEALLOCATE_MS = 60_000;

export interface AzureVm {
  readonly name: string;
  readonly machine: string;
  readonly vnet: string;
  readonly disks: readonly Disk[];
  readonly guest: Guest;
  /** Which recovery job made it; asking again for the same is answered with the same VM. */
  readonly madeBy: string;
  power: 'running' | 'deallocated';
  /** Azure does one thing at a time with a VM: until then it starts or stops. */
  changingUntilMs: number;
  system: SystemState;
  address: string | undefined;
}

export interface CloudOptions {
  readonly kernel: Kernel;
  readonly rules: Rules;
  readonly network: Network;
  readonly guestServices: (machine: string) => readonly GuestService[];
  readonly workload: (machine: string) => Workload;
}

/** Azure's compute and networks, as far as failback touches them: virtual networks with their subnets, and virtual machines.
 *  State machine of a VM: created deallocated → running ⇄ deallocated → deleted.
 *  Not modelled: sizes, availability, extensions, quotas, prices. */
export class Cloud {
  readonly vms = new Map<string, AzureVm>();
  private readonly vnets = new Map<string, Subnet>();
  private readonly prefixes = new Map<string, string>();
  private readonly options: CloudOptions;

  constructor(options: CloudOptions) {
    this.options = options;
  }

  /** Azure keeps the first four addresses of a subnet and its last. Source: Azure documentation – documented. */
  addVnet(name: string, cidr: string): Subnet {
    const subnet = this.options.network.addSubnet({
      name: `${name}/default`,
      zone: vnetZone(name),
      cidr,
      reservedLow: 4,
    });
    this.vnets.set(name, subnet);
    this.prefixes.set(name, cidr);
    return subnet;
  }

  /** The virtual networks with their address ranges. Each has one subnet, `default`, of the same range. */
  get networks(): readonly { readonly name: string; readonly cidr: string }[] {
    return [...this.prefixes].map(([name, cidr]) => ({ name, cidr }));
  }

  subnetOf(vnet: string): Subnet {
    const subnet = this.vnets.get(vnet);
    if (!subnet) throw asrRefusal('SIM-UNKNOWN', [vnet], `(virtual network ${vnet})`);
    return subnet;
  }

  /** The lines that are set up on a virtual network. */
  gatewaysOf(vnet: string): readonly LinkKind[] {
    const zone = vnetZone(vnet);
    const links = [...this.options.network.links.values()];
    return links
      .filter(({ from, to }) => from !== to && (from === zone || to === zone))
      .map(({ kind }) => kind);
  }

  /** The addresses that are taken in all networks, each with its holder. */
  get heldAddresses(): readonly (readonly [address: string, holder: string])[] {
    return [...this.vnets.values()].flatMap((subnet) => subnet.held);
  }

  /** Gives an address back, in whichever network it was held. */
  releaseAddress(address: string, holder: string): void {
    for (const subnet of this.vnets.values()) subnet.release(address, holder);
  }

  isInVnet(address: string): boolean {
    return [...this.vnets.values()].some((subnet) => subnet.problem(address, '') !== 'outside-subnet');
  }

  /** Makes a virtual machine from the disks of a recovery point. What Azure changes in the operating system is changed here. */
  *createVm(spec: {
    machine: string;
    /** The machine of which this is a test copy; nothing that belongs to replication runs in it. */
    copyOf?: string;
    vnet: string;
    madeBy: string;
    disks: readonly { sizeBytes: number; view: ExtentMap }[];
    system: SystemState;
  }): Process<AzureVm> {
    const { kernel } = this.options;
    const present = this.vms.get(spec.machine);
    if (present?.madeBy === spec.madeBy) return present;
    if (present)
      throw asrRefusal('SIM-DUPLICATE', [spec.machine], `(virtual machine ${spec.machine} in Azure)`);
    this.subnetOf(spec.vnet);
    yield CREATE_MS;
    const disks = spec.disks.map(
      ({ sizeBytes, view }, index) => new Disk(`${spec.machine}/azure${index}`, sizeBytes, view),
    );
    const os = recoveredInAzure(spec.system.os, this.options.rules);
    const guest = new Guest(kernel, `azure vm ${spec.machine} ${kernel.count(`azure vm ${spec.machine}`)}`, {
      machine: spec.machine,
      copy: 'azure',
      disks,
      os,
      workload: this.options.workload(spec.copyOf ?? spec.machine),
      services: spec.copyOf === undefined ? this.options.guestServices(spec.machine) : [],
    });
    const vm: AzureVm = {
      name: spec.machine,
      machine: spec.machine,
      vnet: spec.vnet,
      disks,
      guest,
      madeBy: spec.madeBy,
      power: 'deallocated',
      changingUntilMs: 0,
      system: { os, lastSeq: spec.system.lastSeq },
      address: undefined,
    };
    guest.component.onDeath(() => this.wentOff(vm));
    this.vms.set(vm.name, vm);
    note(kernel, 'vm.created', vm.name, { copy: 'azure', machine: vm.machine, host: null });
    return vm;
  }

  *start(name: string): Process {
    const vm = this.find(name);
    yield* this.atRest(vm);
    if (vm.power === 'running') return;
    yield* this.takes(vm, START_MS);
    const subnet = this.subnetOf(vm.vnet);
    vm.address = subnet.firstFreeAddress();
    if (vm.address) subnet.claim(vm.address, vm.name);
    vm.power = 'running';
    vm.guest.os = vm.system.os;
    vm.guest.lastSeq = vm.system.lastSeq;
    vm.guest.powerOn(vm.address ? this.options.network.attach(vm.address, vnetZone(vm.vnet)) : undefined);
  }

  /** Shuts the operating system down, all its last changes sent, and deallocates. Errors: SIM-SHUTDOWN-FAILED after `timeoutMs`. */
  *shutDown(name: string, timeoutMs: number): Process {
    const { kernel } = this.options;
    const vm = this.find(name);
    yield* this.atRest(vm);
    if (vm.power === 'deallocated') return;
    const shutDown = kernel.spawn(undefined, `shut down ${name}`, vm.guest.shutDown());
    try {
      yield* kernel.within(shutDown.done, timeoutMs, () =>
        asrRefusal(
          'SIM-SHUTDOWN-FAILED',
          [name],
          `The guest did not shut down within ${timeoutMs / 1000} s.`,
        ),
      );
    } catch (error) {
      shutDown.kill();
      vm.guest.abandonShutDown();
      throw error;
    }
    yield* this.deallocate(name);
  }

  /** Cuts the power and gives the hardware back. */
  *deallocate(name: string): Process {
    const vm = this.find(name);
    yield* this.atRest(vm);
    vm.guest.powerOff();
    yield* this.takes(vm, DEALLOCATE_MS);
    vm.power = 'deallocated';
  }

  *delete(name: string): Process {
    const vm = this.find(name);
    if (vm.power === 'running') yield* this.deallocate(name);
    this.vms.delete(name);
    note(this.options.kernel, 'vm.deleted', name, { copy: 'azure', machine: vm.machine });
  }

  /** Waits until nothing is done with a VM. */
  private *atRest(vm: AzureVm): Process {
    const { kernel } = this.options;
    while (kernel.now < vm.changingUntilMs) yield vm.changingUntilMs - kernel.now;
  }

  private *takes(vm: AzureVm, ms: number): Process {
    vm.changingUntilMs = this.options.kernel.now + ms;
    yield ms;
  }

  find(name: string): AzureVm {
    const vm = this.vms.get(name);
    if (!vm) throw asrRefusal('SIM-UNKNOWN', [name], `(virtual machine ${name} in Azure)`);
    return vm;
  }

  private wentOff(vm: AzureVm): void {
    vm.system = { os: vm.guest.os, lastSeq: vm.guest.lastSeq };
    if (vm.guest.endpoint) this.options.network.detach(vm.guest.endpoint);
    if (vm.address) this.subnetOf(vm.vnet).release(vm.address, vm.name);
    vm.address = undefined;
  }
}

/** The zone of a virtual network. */
export function vnetZone(vnet: string): string {
  return `vnet ${vnet}`;
}
