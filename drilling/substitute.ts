import type { Experiment } from './experiment';

/** The values that stand for names: of the configuration, then of the secrets. */
export interface Values {
  readonly byName: ReadonlyMap<string, unknown>;
  /** None of these may be told. */
  readonly secrets: readonly string[];
}

/** What an environment gives for the names of an experiment; and the variables that it lacks. */
export function valuesOf(
  { configuration, secrets }: Pick<Experiment, 'configuration' | 'secrets'>,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly values: Values; readonly missing: readonly string[] } {
  const byName = new Map<string, unknown>();
  const missing: string[] = [];
  const hidden: string[] = [];
  for (const [name, value] of Object.entries(configuration)) {
    if (typeof value !== 'object') byName.set(name, value);
    else {
      const found = environment[value.key] ?? value.default;
      if (found === undefined) missing.push(value.key);
      byName.set(name, converted(found, value.env_var_type));
    }
  }
  for (const group of Object.values(secrets)) {
    for (const [name, value] of Object.entries(group)) {
      const found = typeof value === 'string' ? value : environment[value.key];
      if (found === undefined) missing.push(typeof value === 'string' ? name : value.key);
      else hidden.push(found);
      if (!byName.has(name)) byName.set(name, found);
    }
  }
  return { values: { byName, secrets: hidden.filter((secret) => secret !== '') }, missing };
}

/** Puts values in place of `${name}`, everywhere in a JSON value. What is nothing but a name takes the value with its type; a name that nobody
 *  knows stays. Source: chaoslib, substitute. */
export function substitute<T>(data: T, values: Values): T {
  if (typeof data === 'string') return replaced(data, values) as T;
  if (Array.isArray(data)) return data.map((each) => substitute(each, values)) as T;
  if (typeof data === 'object' && data !== null)
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, substitute(value, values)]),
    ) as T;
  return data;
}

function replaced(text: string, { byName }: Values): unknown {
  const alone = /^\$\{(\w+)\}$/.exec(text)?.[1];
  if (alone !== undefined && byName.has(alone)) return byName.get(alone);
  return text.replaceAll(/\$\{(\w+)\}/g, (written, name: string) =>
    byName.has(name) ? `${byName.get(name)}` : written,
  );
}

function converted(value: unknown, type: 'str' | 'int' | 'float' | 'bool' | undefined): unknown {
  if (type === 'int' || type === 'float') return Number(value);
  if (type === 'bool') return /^(true|1|yes)$/i.test(`${value}`);
  return value;
}
