import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assess, type MachineVerdict, readAssumptions, readInventory } from '../../readiness';

/** Exports of one machine as a scenario tells of them, and what its operator declares. */
export class Exports {
  private readonly files = new Map<string, string>();
  readonly declared: string[] = [];

  /** As govc tells of a machine that has no snapshot. */
  addVcenter(name: string): void {
    const device = [
      {
        key: 2000,
        capacityInKB: 2 ** 25,
        deviceInfo: { label: 'Hard disk 1' },
        backing: { fileName: `[san-01] ${name}/${name}.vmdk` },
      },
    ];
    const config = {
      instanceUuid: UUID,
      guestFullName: 'Ubuntu Linux (64-bit)',
      firmware: 'bios',
      hardware: { device },
    };
    const vm = {
      self: { type: 'VirtualMachine', value: 'vm-1' },
      name,
      config,
      runtime: { powerState: 'poweredOn' },
    };
    this.files.set('vm.json', JSON.stringify({ virtualMachines: [vm] }));
  }

  /** As PowerCLI tells of it. */
  addSnapshot(name: string, snapshot: string): void {
    const Id = 'VirtualMachine-vm-1';
    this.files.set('Get-VM.json', JSON.stringify([{ Name: name, PowerState: 1, NumCpu: 2, Id }]));
    const shown = { Name: snapshot, VM: { Name: name }, VMId: Id, Created: '2026-10-31T02:00:00', SizeGB: 1 };
    this.files.set('Get-Snapshot.json', JSON.stringify([shown]));
  }

  /** As Azure tells of the only master target that there is. */
  addMasterTarget(volumes: number): void {
    const retentionVolumes = Array.from({ length: volumes }, (_, index) => ({
      volumeName: `R${index}`,
      capacityInBytes: 2 ** 35,
    }));
    const masterTargetServers = [{ id: 'mt', name: 'mt-01', retentionVolumes, dataStores: [] }];
    const properties = { customDetails: { instanceType: 'VMware', masterTargetServers } };
    const type = 'Microsoft.RecoveryServices/vaults/replicationFabrics';
    this.files.set('fabric.json', JSON.stringify({ id: '/x', type, properties }));
  }

  /** What is said of the machine. */
  async assess(name: string): Promise<MachineVerdict | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'homeward-exports-'));
    try {
      for (const [file, text] of this.files) writeFileSync(join(folder, file), text);
      const inventory = await readInventory([...this.files.keys()].map((file) => join(folder, file)));
      const options = { seed: 1, mbitPerSecond: 1_000, rtoTargetMs: 4 * 3_600_000 };
      const { machines } = assess(inventory, readAssumptions(this.declared, inventory), options);
      return machines.find((machine) => machine.name === name);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

const UUID = '50294b1f-7d3c-4f21-8b6a-1c2d3e4f0001';
