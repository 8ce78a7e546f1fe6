import { defineParameterType } from '@cucumber/cucumber';
import { LICENSES, type LicenseName } from '../simulators/description';
import type { RuleProfile } from '../simulators/wire';
import { CHOICES, COMPONENTS, type ComponentName, type Names } from './drivers/driver';
import { POINT_KINDS } from './tasks/plans';
import { REQUESTS } from './tasks/requests';
import { OMISSIONS } from './tasks/servers';
import type { HomewardWorld } from './world';

const QUOTED = /"([^"]*)"/;
const UNIT_MS: { readonly [unit: string]: number } = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};
const UNIT_BYTES: { readonly [unit: string]: number } = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** A name in quotes that the estate must know. */
function named(name: string, kind: keyof Omit<Names, 'usual'>): void {
  defineParameterType({
    name,
    regexp: QUOTED,
    useForSnippets: false,
    transformer(this: HomewardWorld, given: string) {
      return known(name, given, this.driver.names[kind]);
    },
  });
}

named('machine', 'machines');
named('group', 'groups');
named('plan', 'plans');
named('host', 'hosts');
named('datastore', 'datastores');
named('processServer', 'processServers');
named('masterTarget', 'masterTargets');

/** A state of a protected item, in words: `failover committed`. */
defineParameterType({
  name: 'state',
  regexp: QUOTED,
  useForSnippets: false,
  transformer(this: HomewardWorld, given: string) {
    const states = this.driver.names.states.map((state) => state.replaceAll('-', ' '));
    return known('state', given, states).replaceAll(' ', '-');
  },
});

defineParameterType({
  name: 'code',
  regexp: /SIM-[A-Z-]+|\d{3,6}|vim\.fault\.\w+/,
  useForSnippets: false,
  transformer(this: HomewardWorld, given: string) {
    return known('code', given, this.driver.names.codes);
  },
});

defineParameterType({
  name: 'component',
  regexp: QUOTED,
  useForSnippets: false,
  transformer: (given: string) => known('component', given, COMPONENTS) as ComponentName,
});

/** Which of a machine's copies: on the site, or in Azure. */
defineParameterType({
  name: 'site',
  regexp: /on the site|in Azure/,
  useForSnippets: false,
  transformer: (given: string) => (given === 'in Azure' ? 'azure' : 'on-premises'),
});

defineParameterType({
  name: 'health',
  regexp: /Normal|Warning|Critical/,
  useForSnippets: false,
  transformer: (given: string) => given,
});

/** Whose rules the estate follows, where Microsoft's documents disagree. */
defineParameterType({
  name: 'profile',
  regexp: /classic 2017|classic 2019|the modernized provider/,
  useForSnippets: false,
  transformer: (given: string): RuleProfile =>
    given === 'the modernized provider' ? 'modernized' : (given.replace(' ', '-') as RuleProfile),
});

/** A license by the name that the documents give it. */
defineParameterType({
  name: 'license',
  regexp: QUOTED,
  useForSnippets: false,
  transformer: (given: string) => known('license', given, Object.keys(LICENSES)) as LicenseName,
});

/** Words that stand for themselves: what a request or a form asks for, and what was left out of a preparation. */
const WORDS: { readonly [name: string]: readonly string[] } = {
  choice: CHOICES,
  deploymentChoice: ['name', 'administrator', 'password', 'managementServer', 'vnet', 'address'],
  logInChoice: ['password', 'managementServer', 'passphrase'],
  portChoice: ['controlPort', 'dataPort'],
  setupChoice: ['option', 'managementServer', 'passphrase'],
  omission: Object.keys(OMISSIONS),
};
for (const [name, words] of Object.entries(WORDS)) {
  const regexp = new RegExp(words.join('|'));
  defineParameterType({ name, regexp, useForSnippets: false, transformer: (given: string) => given });
}

/** Where a recovery plan fails over to. */
defineParameterType({
  name: 'direction',
  regexp: /to Azure|to the site/,
  useForSnippets: false,
  transformer: (given: string) => (given === 'to Azure' ? 'to-azure' : 'to-site'),
});

/** Which recovery point a failover asks for. */
defineParameterType({
  name: 'pointKind',
  regexp: new RegExp(Object.keys(POINT_KINDS).join('|')),
  useForSnippets: false,
  transformer: (given: string) => POINT_KINDS[given as keyof typeof POINT_KINDS],
});

/** What joins Azure and the site. */
defineParameterType({
  name: 'line',
  regexp: /VPN|ExpressRoute circuit/,
  useForSnippets: false,
  transformer: (given: string) => (given === 'VPN' ? ('vpn' as const) : ('expressroute' as const)),
});

/** Which line carried something. */
defineParameterType({
  name: 'way',
  regexp: /circuit|VPN|internet/,
  useForSnippets: false,
  transformer: (given: string) => (given === 'internet' ? ('internet' as const) : ('connection' as const)),
});

/** Of an ExpressRoute circuit. */
defineParameterType({
  name: 'peerings',
  regexp: /(private|public|private and public) peering/,
  useForSnippets: false,
  transformer: (given: string) => given.split(' and ') as ('private' | 'public')[],
});

/** What the operator asks of the vault for a machine. */
defineParameterType({
  name: 'request',
  regexp: new RegExp(Object.keys(REQUESTS).join('|')),
  useForSnippets: false,
  transformer: (given: string) => REQUESTS[given as keyof typeof REQUESTS],
});

/** Gives ms of virtual time. */
defineParameterType({
  name: 'duration',
  regexp: /(\d+) (second|minute|hour|day)s?/,
  useForSnippets: false,
  transformer: (count: string, unit: string) => Number(count) * (UNIT_MS[unit] as number),
});

/** Gives bytes. */
defineParameterType({
  name: 'size',
  regexp: /(\d+) (KiB|MiB|GiB)/,
  useForSnippets: false,
  transformer: (count: string, unit: string) => Number(count) * (UNIT_BYTES[unit] as number),
});

/** Gives the name back. Errors: it is none of the known ones, which the message lists. */
export function known(kind: string, given: string, names: readonly string[]): string {
  if (names.includes(given)) return given;
  throw new Error(`no ${kind} is called "${given}"; known: ${names.map((name) => `"${name}"`).join(', ')}`);
}
