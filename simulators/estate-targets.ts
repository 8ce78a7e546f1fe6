import type { Estate } from './estate';
import { livesAtHome, mishaps, persist, runningGuest, set } from './estate-mishaps';
import type { Able, Component, How, Target, Undo } from './kernel';
import type { Network } from './network';

/** Everything in an estate to which a fault can be done at this moment: its servers and machines, its lines, what is said on them, and what
 *  happens in vSphere, in Azure and at the keyboard. Servers and VMs come and go, so it is asked for when it is needed; with
 *  a `role`, by somebody who looks at no other (conversations are many). */
export function targetsOf(estate: Estate, role?: string): readonly Target[] {
  const said = role === undefined || role === 'conversation' ? conversations(estate) : [];
  return [...components(estate), ...lines(estate), ...said, ...mishaps(estate)];
}

/** What can be done to anything that runs; it comes back if it `may` then. */
function ableOf(component: Component, may: () => boolean = () => true): Able {
  const crash = (): Undo => {
    component.kill();
    return () => {
      if (may()) component.start();
    };
  };
  if (component.state === 'stopped') return {};
  return {
    crash,
    pause: () => {
      component.pause();
      return () => component.resume();
    },
    restart: () => {
      component.kill();
      component.start();
      return undefined;
    },
  };
}

function components(estate: Estate): readonly Target[] {
  const { kernel, servers, configurationServer, vsphere, vault } = estate;
  const target = (role: string, name: string, component: Component | undefined): readonly Target[] =>
    component ? [{ role, name, able: ableOf(component) }] : [];
  return [
    ...[...servers.processServers].flatMap(([name, { component }]) =>
      target('process server', name, component as Component),
    ),
    ...[...servers.masterTargets].map(([name, masterTarget]) => ({
      role: 'master target',
      name,
      able: {
        ...ableOf(masterTarget.component as Component),
        'fill retention': () => set(masterTarget, 'retentionFull', true),
      },
    })),
    ...target('configuration server', configurationServer.name, configurationServer.component as Component),
    ...target('vCenter server', 'vcenter', vsphere.vcenter as Component | undefined),
    ...[...vsphere.hostComponents.keys()].flatMap((name) => esxiHost(estate, name)),
    ...target('vault', 'vault', vault.component as Component),
    ...target('replica store', 'replica store', kernel.components.get('replica store')),
    ...target('RCM service', 'rcm service', kernel.components.get('rcm service')),
    ...[...estate.machines.keys()].flatMap((machine) => agents(estate, machine)),
  ];
}

/** A host that dies takes its VMs with it; when it is back, those that ran are started again, as far as they belong there. */
function esxiHost(estate: Estate, name: string): readonly Target[] {
  const { kernel, vsphere, operator } = estate;
  const component = vsphere.hostComponents.get(name);
  if (!component || component.state === 'stopped') return [];
  const crash = (): Undo => {
    const ran = [...vsphere.inventory.vms.values()].filter(
      (vm) => vm.host === name && vm.power === 'poweredOn',
    );
    component.kill();
    return () => {
      component.start();
      for (const vm of ran)
        persist(
          kernel,
          () => vsphere.call(operator, 'PowerOnVM_Task', { vm: vm.name }),
          () => livesAtHome(estate, vm.machine),
        );
    };
  };
  return [{ role: 'ESXi host', name, able: { crash, pause: ableOf(component).pause ?? crash } }];
}

/** The agent of the copy that runs. It comes back unless its machine is off by then: a machine that shuts down waits for it. */
function agents(estate: Estate, machine: string): readonly Target[] {
  const guest = runningGuest(estate, machine);
  const agent = [...estate.kernel.components.values()].find(
    ({ name, state }) => name.startsWith(`agent ${machine} `) && state !== 'stopped',
  );
  if (!guest || !agent) return [];
  return [{ role: 'mobility agent', name: machine, able: ableOf(agent, () => guest.state !== 'off') }];
}

function lines({ network }: Estate): readonly Target[] {
  return [...network.links.values()].map((link) => ({
    role: 'line',
    name: link.name,
    able: {
      cut: () => {
        link.setUp(false);
        return () => link.setUp(true);
      },
      // `mbitPerSecond`
      narrow: ({ mbitPerSecond }) => {
        link.setBandwidth(Number(mbitPerSecond));
        return () => link.setBandwidth(link.options.mbitPerSecond);
      },
      // `share` of the messages, 0…1
      lose: ({ share }) => {
        link.loss = Number(share);
        return () => {
          link.loss = link.options.loss ?? 0;
        };
      },
      // by `ms`
      delay: ({ ms }) => {
        link.latencyMs = link.options.latencyMs + Number(ms);
        return () => {
          link.latencyMs = link.options.latencyMs;
        };
      },
      'cut one way': ({ way }) => {
        const [from, to] = way === 'back' ? [link.to, link.from] : [link.from, link.to];
        return block(network, `one way of ${link.name}`, { from, to });
      },
      // the port that a firewall closes
      'close port': ({ port }) =>
        block(network, `port ${port} on ${link.name}`, { from: link.from, to: link.to, port: Number(port) }),
    },
  }));
}

function block(network: Network, name: string, rule: Parameters<Network['block']>[1]): Undo {
  network.block(name, rule);
  return () => network.unblock(name);
}

/** What is said between two kinds of parties, by the first words of its messages. */
const CONVERSATIONS: { readonly [name: string]: string } = {
  'data to the process server': 'ps.batch',
  'markers to the process server': 'ps.marker',
  'comparisons through the process server': 'ps.checksums',
  'data to the target': 'replica.batch',
  'markers to the target': 'replica.marker',
  'comparisons at the target': 'replica.checksums',
  'writes through the host': 'disk.write',
  'reads through the host': 'disk.view',
  heartbeats: 'cs.heartbeat',
  registrations: 'cs.register',
  'agent polls': 'cs.agent-poll',
  'recovery point reports': 'cs.point-made',
  'vault reports': 'vault.report',
  'failback preparation': 'cs.prepare-reverse',
  'failback checks': 'cs.reverse-preflight',
  'pair starts': 'cs.start-pair',
  'pair stops': 'cs.stop-pair',
  'machine releases': 'cs.release-machine',
  'source shutdowns': 'cs.shut-down-source',
  'latest synchronization': 'cs.sync-latest',
  'roll backs': 'cs.roll-back',
  'recovered starts': 'cs.start-recovered',
  'disk attachments': 'mt.attach',
  'disk releases': 'mt.release',
  'disk rolls': 'mt.roll',
  'vSphere calls': 'vim',
  'vSphere facts': 'vim Retrieve',
  'vSphere power calls': 'vim Power',
  'vSphere reconfigurations': 'vim ReconfigVM_Task',
  'group freezes': 'group.freeze',
  'group snapshots': 'group.snapshot',
};

function conversations({ network }: Estate): readonly Target[] {
  return Object.entries(CONVERSATIONS).map(([name, kind]) => {
    const meddle =
      (what: Parameters<Network['interfere']>[1]['what']) =>
      ({ share, most, ms }: How): Undo => {
        const rule = `${what} ${name}`;
        network.interfere(rule, {
          kind,
          what,
          ...(share === undefined ? {} : { share: Number(share) }),
          ...(most === undefined ? {} : { most: Number(most) }),
          ...(ms === undefined ? {} : { holdMs: Number(ms) }),
        });
        return () => network.leaveAlone(rule);
      };
    return {
      role: 'conversation',
      name,
      able: {
        lose: meddle('lose'),
        'lose answer': meddle('lose-answer'),
        hold: meddle('hold'),
        reset: meddle('reset'),
        refuse: meddle('refuse'),
        repeat: meddle('repeat'),
      },
    };
  });
}
