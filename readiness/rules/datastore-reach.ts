import { type Rule, say } from './rule';

export const datastoreReach: Rule = {
  name: 'datastore seen by the master target',
  code: 'HW-RULE-DATASTORE-REACH',
  reads: ['datastore.hosts'],
  source:
    'Microsoft, failing back (classic portal), 2017: the host of the master target must see the datastores of the VM (error 8061) – documented',
  check({ twin, datastores, masterTargetHost, assumed }) {
    const settle =
      'govc object.collect -json <datastore> host; or an RVTools export with vDatastore, column Hosts';
    let unknown = twin.datastores.length === 0;
    let declaration: string | undefined;
    let at = twin.machine.name.at;
    for (const name of twin.datastores) {
      const hosts = datastores.get(name)?.hosts;
      if (hosts) at = hosts.at;
      if (!hosts || hosts.value.length === 0) unknown = true;
      else if (!hosts.value.includes(masterTargetHost)) {
        declaration = assumed.find('mounted', name)?.text;
        if (declaration) continue;
        return say(
          'blocked',
          `${masterTargetHost}, the host of the master target, has not mounted ${name}`,
          hosts.at,
          {
            fix: `mount ${name} on ${masterTargetHost}, move the disks, or place another master target on a host that sees it`,
            confirmedBy: '8061',
          },
        );
      }
    }
    if (unknown) return say('unknown', 'which hosts have mounted its datastore is not known', at, { settle });
    return say(
      'proven',
      `${masterTargetHost}, the host of the master target, has mounted its datastores`,
      at,
      {
        ...(declaration && { assumed: declaration }),
      },
    );
  },
};
