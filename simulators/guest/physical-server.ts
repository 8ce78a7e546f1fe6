import type { Kernel } from '../kernel';
import type { Network, Subnet } from '../network';
import { Disk, EXTENT_BYTES } from '../storage';
import { note } from '../wire';
import { comeUp } from './addressing';
import { Guest, type GuestService } from './guest';
import type { OsImage } from './os-image';
import type { Workload } from './workload';

export interface PhysicalServerOptions {
  readonly machine: string;
  readonly subnet: Subnet;
  readonly disks: readonly { readonly sizeBytes: number; readonly usedBytes: number }[];
  readonly os: OsImage;
  readonly workload: Workload;
  readonly services: readonly GuestService[];
}

/** A server without virtualization: an operating system on its own disks. Nobody but a person can switch it on or off. */
export class PhysicalServer {
  readonly guest: Guest;
  private readonly kernel: Kernel;
  private readonly network: Network;
  private readonly options: PhysicalServerOptions;

  constructor(kernel: Kernel, network: Network, options: PhysicalServerOptions) {
    this.kernel = kernel;
    this.network = network;
    this.options = options;
    const { machine, os, workload, services } = options;
    const disks = options.disks.map(
      ({ sizeBytes }, index) => new Disk(`${machine}/physical${index}`, sizeBytes),
    );
    this.guest = new Guest(kernel, `physical ${machine}`, {
      machine,
      copy: 'on-premises',
      disks,
      os,
      workload,
      services,
    });
    for (const [index, { usedBytes }] of options.disks.entries()) this.fill(index, usedBytes);
    this.guest.component.onDeath(() => this.wentOff());
  }

  switchOn(): void {
    const { subnet, machine } = this.options;
    const { os, address } = comeUp(this.guest.os, subnet, machine);
    this.guest.os = os;
    this.guest.powerOn(address === undefined ? undefined : this.network.attach(address, subnet.zone));
  }

  switchOff(): void {
    this.guest.powerOff();
  }

  private fill(index: number, usedBytes: number): void {
    const disk = this.guest.disks[index] as Disk;
    const extents = Math.min(disk.extents, Math.ceil(usedBytes / EXTENT_BYTES));
    if (extents === 0) return;
    const seq = this.kernel.count(`writes ${this.options.machine}`);
    disk.write(0, extents, seq);
    this.guest.lastSeq = seq;
    note(this.kernel, 'disk.created', this.options.machine, {
      copy: 'on-premises',
      disk: index,
      extents,
      seq,
    });
  }

  private wentOff(): void {
    const { endpoint } = this.guest;
    if (!endpoint) return;
    this.network.detach(endpoint);
    this.options.subnet.release(endpoint.address, this.options.machine);
  }
}
