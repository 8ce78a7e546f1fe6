import { z } from 'zod';
import { type EstateDescription, LICENSES, type LicenseName } from '../simulators/description';
import { Misuse } from '../simulators/kernel';
import { parseYaml, readYaml } from './yaml-file';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** Reads an estate from a YAML or JSON file: what stands on the site, what in Azure, what joins them. What is left out takes the
 *  usual value. `examples/estates/` has files to start from.
 *  Errors: HW-ESTATE-FILE – no such file, no YAML, or a field that is missing, unknown or of the wrong kind (names each). */
export function readEstateFile(path: string): EstateDescription {
  return estateOf(
    readYaml(path, (what) => misuse(path, what)),
    path,
  );
}

/** Reads an estate from the text of its file. Errors: HW-ESTATE-FILE. */
export function parseEstate(text: string, path: string): EstateDescription {
  return estateOf(
    parseYaml(text, (what) => misuse(path, what)),
    path,
  );
}

/** The JSON Schema (2020-12) of the file, for editors and other programs: what may be written, with the usual values. */
export function estateSchema(): object {
  const schema = z.toJSONSchema(FILE, { io: 'input' });
  return {
    ...schema,
    title: 'Homeward estate',
    description: 'What `homeward serve` takes and `homeward import` writes.',
  };
}

function estateOf(values: unknown, path: string): EstateDescription {
  const result = FILE.safeParse(values);
  if (result.success) return describe(result.data);
  const found = result.error.issues
    .slice(0, 5)
    .map(({ path: field, message }) => `${field.join('.') || 'the file'}: ${message}`);
  throw misuse(path, `does not describe an estate: ${found.join('; ')}`);
}

function misuse(path: string, what: string): Misuse {
  return new Misuse(
    'HW-ESTATE-FILE',
    `${path} ${what}`,
    'See examples/estates/small.yaml for a file that works.',
  );
}

const name = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,62}$/, 'expected 1 to 63 letters, digits, ".", "_" or "-"');
/** What vSphere calls something: up to 80 characters, in which it escapes slashes (%2f). */
const label = z
  .string()
  .regex(
    /^(?! )[^\p{C}/\\]{1,80}(?<! )$/u,
    'expected 1 to 80 characters without "/", "\\" and control characters',
  );
const count = z.number().int().min(0).max(1_000_000);
const positive = z.number().positive().max(1_000_000);
const LINE = { mbitPerSecond: 1_000, latencyMs: 20 };
const LICENSE_NAMES = Object.keys(LICENSES) as [LicenseName, ...LicenseName[]];

const WORKLOAD = z.strictObject({
  everySeconds: positive.default(30),
  mibPerWrite: positive.default(0.5),
  regionMib: positive.default(512),
  /** Stops after so many writes in one stay of the machine; it goes on if absent. */
  count: z.number().int().min(1).max(1_000_000).optional(),
  /** Where the machine writes; it does on both sides if absent. */
  only: z.enum(['on-premises', 'azure']).optional(),
  /** Each write begins a transaction. */
  transaction: z
    .strictObject({ writes: z.number().int().min(2).max(1_000), gapSeconds: positive })
    .optional(),
});
const MACHINE = z.strictObject({
  name: label,
  physical: z.boolean().default(false),
  host: label.optional(),
  datastore: label.optional(),
  os: z.enum(['windows', 'linux']).default('linux'),
  rootFileSystem: z.string().max(32).optional(),
  disks: z
    .array(z.strictObject({ sizeGib: positive, usedGib: z.number().min(0).max(1_000_000).optional() }))
    .min(1)
    .max(256)
    .default([{ sizeGib: 32 }]),
  /** `dhcp`, or a static address. */
  address: z.union([z.literal('dhcp'), z.ipv4()]).default('dhcp'),
  snapshots: z.array(z.string().min(1).max(80)).max(496).default([]),
  power: z.enum(['poweredOn', 'poweredOff']).default('poweredOn'),
  group: name.default('PG1'),
  writes: z.union([z.literal('none'), WORKLOAD]).default(WORKLOAD.parse({})),
});
const FILE = z.strictObject({
  name: z.string().min(1).max(200),
  profile: z.enum(['classic-2017', 'classic-2019', 'modernized']).default('classic-2017'),
  datastores: z
    .array(
      z.strictObject({
        name: label,
        type: z.enum(['VMFS', 'NFS', 'vsan']).default('VMFS'),
        capacityGib: positive.default(16_384),
      }),
    )
    .max(1_000)
    .default([{ name: 'ds-01', type: 'VMFS', capacityGib: 16_384 }]),
  hosts: z
    .array(
      z.strictObject({
        name: label,
        license: z.enum(LICENSE_NAMES).default('evaluation'),
        datastores: z.array(label).max(1_000),
      }),
    )
    .max(1_000)
    .default([{ name: 'esx-01', license: 'evaluation', datastores: ['ds-01'] }]),
  account: z
    .strictObject({
      name: label.default('asr-vcenter'),
      role: z.enum(['replication', 'read-only', 'administrator', 'no-access']).default('replication'),
    })
    .default({ name: 'asr-vcenter', role: 'replication' }),
  vcenter: z.boolean().default(true),
  undiscovered: z.array(label).max(1_000).default([]),
  machines: z.array(MACHINE).min(1).max(20_000),
  multiVmGroups: z.array(name).max(1_000).default([]),
  plans: z
    .array(z.strictObject({ name, groups: z.array(z.array(label)).max(100) }))
    .max(100)
    .default([]),
  masterTarget: z
    .strictObject({ host: label, datastore: label })
    .default({ host: 'esx-01', datastore: 'ds-01' }),
  processServerInAzure: z.boolean().default(true),
  connection: z
    .strictObject({
      kind: z.enum(['vpn', 'expressroute', 'none']).default('vpn'),
      mbitPerSecond: positive.default(LINE.mbitPerSecond),
      latencyMs: count.default(LINE.latencyMs),
      loss: z.number().min(0).max(0.9).default(0),
      peerings: z
        .array(z.enum(['private', 'public']))
        .max(2)
        .optional(),
      vnet: name.optional(),
    })
    .default({ kind: 'vpn', ...LINE, loss: 0 }),
  vnets: z.array(name).max(100).default([]),
  internet: z
    .union([
      z.literal('none'),
      z.strictObject({
        mbitPerSecond: positive.default(LINE.mbitPerSecond),
        latencyMs: count.default(LINE.latencyMs),
      }),
    ])
    .default(LINE),
});

type File = z.infer<typeof FILE>;

function describe(file: File): EstateDescription {
  const [firstHost] = file.hosts;
  const groups = [...new Set(file.machines.map(({ group }) => group))];
  const { peerings, vnet, ...line } = file.connection;
  return {
    ...file,
    datastores: file.datastores.map(({ capacityGib, ...datastore }) => ({
      ...datastore,
      capacityBytes: capacityGib * GIB,
    })),
    hosts: file.hosts.map(({ license, ...host }) => ({ ...host, license: LICENSES[license] })),
    machines: file.machines.map((machine) => describeMachine(machine, firstHost)),
    groups: groups.map((group) => ({ name: group, multiVm: file.multiVmGroups.includes(group) })),
    connection: { ...line, ...(peerings ? { peerings } : {}), ...(vnet === undefined ? {} : { vnet }) },
  };
}

/** A machine that says nothing of its place lies on the first host, in that host's first datastore. */
function describeMachine(
  machine: File['machines'][number],
  first: File['hosts'][number] | undefined,
): EstateDescription['machines'][number] {
  const {
    host = first?.name,
    datastore = first?.datastores[0],
    writes,
    disks,
    address,
    rootFileSystem,
    ...rest
  } = machine;
  const place = machine.physical || host === undefined || datastore === undefined ? {} : { host, datastore };
  return {
    ...rest,
    ...place,
    ...(rootFileSystem === undefined ? {} : { rootFileSystem }),
    disks: disks.map(({ sizeGib, usedGib = sizeGib / 8 }) => ({
      sizeBytes: sizeGib * GIB,
      usedBytes: Math.floor(usedGib * GIB),
    })),
    address: address === 'dhcp' ? 'dhcp' : { static: address },
    workload:
      writes === 'none'
        ? { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 }
        : {
            everyMs: Math.ceil(writes.everySeconds * 1_000),
            extentsPerWrite: Math.max(1, Math.round((writes.mibPerWrite * MIB) / EXTENT_BYTES)),
            regionExtents: Math.max(1, Math.round((writes.regionMib * MIB) / EXTENT_BYTES)),
            ...(writes.count === undefined ? {} : { writesMax: writes.count }),
            ...(writes.only === undefined ? {} : { only: writes.only }),
            ...(writes.transaction === undefined
              ? {}
              : {
                  transaction: {
                    writes: writes.transaction.writes,
                    gapMs: Math.ceil(writes.transaction.gapSeconds * 1_000),
                  },
                }),
          },
  };
}

/** What one extent of a simulated disk holds. */
const EXTENT_BYTES = 65_536;
