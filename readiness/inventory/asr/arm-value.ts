import type { Fact, LocalTime } from '../model';
import type { DumpNode } from '../vim/dump-node';
import { mapped } from '../vim/units';

/** A time of Azure's in UTC; year 1 and 1753 stand for one that was never set, 9999 for one that never comes. */
export function armTime(node: DumpNode | undefined, path: string): Fact<LocalTime> {
  const text = node?.get(path)?.value;
  return typeof text === 'string' && /^(0001|1753|9999)-/.test(text) ? undefined : node?.time(path);
}

/** An id as Azure compares it: without regard to case. Blank is unknown. */
export function armId(node: DumpNode | undefined, path: string): Fact<string> {
  return mapped(node?.text(path), (id) => id.toLowerCase());
}

/** A list; empty is unknown where Azure's list form leaves out what its single form has. */
export function filledItems(node: DumpNode | undefined, path: string): readonly DumpNode[] | undefined {
  const items = node?.get(path)?.items();
  return items && items.length > 0 ? items : undefined;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The instance UUID at the end of a name or id like `<vCenter>_<UUID>`. */
export function uuidIn(fact: Fact<string>): Fact<string> {
  const uuid = UUID.exec(fact?.value ?? '')?.[0];
  return fact && uuid ? { value: uuid.toLowerCase(), at: fact.at } : undefined;
}

/** The sum of one number over a list, resting on the list; `undefined` if an element lacks it. */
export function sumOf(node: DumpNode | undefined, list: string, name: string): Fact<number> {
  const items = filledItems(node, list);
  const at = node?.get(list)?.at;
  const values = items?.map((item) => item.amount(name)?.value);
  if (values === undefined || at === undefined || values.some((value) => value === undefined))
    return undefined;
  return { value: values.reduce<number>((sum, value) => sum + (value ?? 0), 0), at };
}
