import type { Estate } from '../../simulators/estate';
import type { FaultView, LinkView } from './shape';
import type { Measured } from './throughput';

type Link = Estate['network']['links'] extends Map<string, infer L> ? L : never;

/** The lines between the site and Azure: how they stand, and what passes over them. */
export function linksOf(
  { network, names }: Estate,
  faults: readonly FaultView[],
  measured: ReadonlyMap<string, Measured>,
): readonly LinkView[] {
  return [...network.links.values()].flatMap((link) => {
    if ((link.from === names.site) === (link.to === names.site)) return [];
    const { name, kind, up } = link;
    const because = becauseOf(link, faults);
    const passed = measured.get(name);
    const outward = link.from === names.site;
    return [
      {
        name,
        kind,
        up,
        health: up ? (because.length > 0 ? 'Warning' : 'Normal') : 'Critical',
        because,
        capacityMbit: link.bandwidth,
        toAzureMbit: passed ? (outward ? passed.outMbit : passed.backMbit) : null,
        toSiteMbit: passed ? (outward ? passed.backMbit : passed.outMbit) : null,
        overMs: passed?.overMs ?? null,
      },
    ];
  });
}

/** What differs from how the line was set up, in words. */
function becauseOf(link: Link, faults: readonly FaultView[]): readonly string[] {
  const { options } = link;
  const struck = faults.filter(({ role, struck }) => role === 'line' && struck.includes(link.name));
  return [
    ...(link.up ? [] : ['carries nothing']),
    ...(link.bandwidth < options.mbitPerSecond
      ? [`${link.bandwidth} of ${options.mbitPerSecond} Mbit/s`]
      : []),
    ...(link.loss > (options.loss ?? 0) ? [`loses ${Math.round(link.loss * 100)} % of messages`] : []),
    ...(link.latencyMs > options.latencyMs ? [`${link.latencyMs} ms late`] : []),
    ...(link.up ? struck.map(({ fault }) => fault) : []),
  ];
}
