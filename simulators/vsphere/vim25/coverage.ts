import { MANAGED_TYPES } from './lookup';
import './registry';

/** What is simulated of one type of managed objects: its own, without its base's. */
export interface CoveredType {
  readonly name: string;
  readonly base: string;
  readonly methods: readonly string[];
  /** Properties that are told. */
  readonly told: readonly string[];
  /** Properties that are known, and always unset. */
  readonly unset: readonly string[];
}

/** What the front answers, as it stands in the code: for docs/vsphere-coverage.md. Shape: by name. */
export function coverage(): readonly CoveredType[] {
  return [...MANAGED_TYPES.values()]
    .map(({ name, base, methods, properties }) => {
      const all = [...properties];
      return {
        name,
        base,
        methods: [...methods.keys()].sort(),
        told: all.filter(([, { get }]) => get).map(([property]) => property),
        unset: all.filter(([, { get }]) => !get).map(([property]) => property),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
