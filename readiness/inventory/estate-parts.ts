import type { Datastore, Fact, Host, Licence, LocalTime } from './model';
import type { Row, Table } from './table';

/** Reads the hosts. `scope` stands in for the vCenter where the export does not name it. Errors: HW-INPUT-CELL – no name. */
export function readHosts(table: Table<'vhost'>, scope: string): readonly Host[] {
  return table.rows.map((row) => {
    const name = row.name('host');
    const vcenterUuid = row.text('vcenterUuid');
    return {
      key: `${vcenterUuid?.value.toLowerCase() ?? scope}/${name.value}`,
      name,
      vcenterUuid,
      esxVersion: row.text('esxVersion'),
      licences: list(row.text('licences'), withoutKeys),
      maintenanceMode: row.flag('maintenanceMode'),
      cluster: row.text('cluster'),
      datacenter: row.text('datacenter'),
      certificateExpiry: row.time('certificateExpiry'),
    };
  });
}

/** Reads the datastores. Errors: HW-INPUT-CELL – no name. */
export function readDatastores(table: Table<'vdatastore'>, scope: string): readonly Datastore[] {
  return table.rows.map((row) => {
    const name = row.name('name');
    const vcenterUuid = row.text('vcenterUuid');
    return {
      key: `${vcenterUuid?.value.toLowerCase() ?? scope}/${name.value}`,
      name,
      vcenterUuid,
      type: row.text('type'),
      accessible: row.flag('accessible'),
      capacityMiB: row.amount('capacityMiB'),
      freeMiB: row.amount('freeMiB'),
      ...readHostColumns(row),
    };
  });
}

/** Reads the licences; the column Key is not even looked up. Errors: HW-INPUT-CELL – no name. */
export function readLicences(table: Table<'vlicense'>): readonly Licence[] {
  return table.rows.map((row) => {
    const name = row.name('name');
    return {
      name: { value: withoutKeys(name.value), at: name.at },
      vcenterUuid: row.text('vcenterUuid'),
      total: row.amount('total'),
      used: row.amount('used'),
      expiration: readExpiration(row),
      features: list(row.text('features'), withoutKeys),
    };
  });
}

function readExpiration(row: Row<'vlicense'>): Fact<LocalTime | 'never'> {
  const text = row.text('expiration');
  if (text !== undefined && text.value.toLowerCase() === 'never') return { value: 'never', at: text.at };
  return row.time('expiration');
}

/** `Hosts` holds names and `# Hosts` their number; some versions have only the second, with names in it. */
function readHostColumns(row: Row<'vdatastore'>): Pick<Datastore, 'hosts' | 'hostCount'> {
  const names = row.text('hosts');
  const count = row.text('hostCount');
  const isNumber = (text: Fact<string>) => text !== undefined && /^\d+$/.test(text.value);
  const hosts = isNumber(names) ? undefined : (names ?? (isNumber(count) ? undefined : count));
  const counted = isNumber(count)
    ? row.amount('hostCount')
    : isNumber(names)
      ? row.amount('hosts')
      : undefined;
  return { hosts: list(hosts, (name) => name), hostCount: counted };
}

function list(text: Fact<string>, clean: (part: string) => string): Fact<readonly string[]> {
  if (text === undefined) return undefined;
  const parts = text.value.split(/[,;\r\n]+/).map((part) => clean(part.trim()));
  return { value: parts.filter((part) => part !== ''), at: text.at };
}

/** Licence keys turn up outside their column too, for instance after a host's licence. */
export function withoutKeys(text: string): string {
  return text.replace(/\b[0-9A-Za-z]{5}(?:-[0-9A-Za-z]{5}){4}\b/g, '(key removed)');
}
