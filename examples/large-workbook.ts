import { makeEstateSheets } from './estate-sheets';
import { writeWorkbook } from './rvtools-shape';
import { ENTERPRISE, type SampleDatastore, type SampleHost, type SampleMachine } from './sample-estate';

const MACHINES_PER_HOST = 40;
const MACHINES_PER_DATASTORE = 50;
const MACHINES_PER_SNAPSHOT = 50;

/** Makes a workbook of many machines that are well but for a snapshot on every fiftieth, for the benchmark.
 *  Shape: machines `app-00001` …; same count and seed, same bytes. */
export function makeWorkbook(machineCount: number, seed: number): Buffer {
  const hosts = numbered(Math.ceil(machineCount / MACHINES_PER_HOST), (index): SampleHost => {
    return { name: `esx${padded(index, 3)}.corp.example`, licence: ENTERPRISE };
  });
  const hostNames = hosts.map((host) => host.name);
  const datastores = numbered(Math.ceil(machineCount / MACHINES_PER_DATASTORE), (index): SampleDatastore => {
    const from = (index * 8) % hostNames.length;
    const name = `san-${padded(index, 3)}`;
    return { name, type: 'VMFS', gib: 65_536, freeGib: 40_000, hosts: hostNames.slice(from, from + 16) };
  });
  const machines = numbered(machineCount, (index): SampleMachine => {
    const datastore = datastores[index % datastores.length];
    const host = datastore?.hosts[index % datastore.hosts.length];
    const snapshot = { name: 'nightly-backup', takenAt: '2026-10-31T02:15', sizeMiB: 2_048 };
    return {
      name: `app-${padded(index + 1, 5)}`,
      os: index % 3 === 0 ? 'windows' : 'rhel',
      disks: [{ gib: 60 }, { gib: 200 }],
      snapshots: index % MACHINES_PER_SNAPSHOT === 49 ? [snapshot] : [],
      ...(datastore && { datastore: datastore.name }),
      ...(host !== undefined && { host }),
    };
  });
  const licences = [
    {
      name: ENTERPRISE,
      total: hosts.length * 2,
      used: hosts.length * 2,
      expiration: 'Never',
      features: 'DRS',
    },
  ];
  return writeWorkbook(makeEstateSheets({ machines, hosts, datastores, licences, blankRows: 0 }, seed));
}

function numbered<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function padded(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
