import { type Rule, say } from './rule';

export const datastoreType: Rule = {
  name: 'on VMFS',
  code: 'HW-RULE-DATASTORE-TYPE',
  reads: ['datastore.type'],
  source:
    'Microsoft, vmware-azure-reprotect: the master target needs VMFS; NFS is not supported, vSAN is listed but fails – documented',
  check({ twin, datastores }) {
    const known = twin.datastores.map((name) => datastores.get(name));
    for (const datastore of known) {
      const type = datastore?.type;
      if (type && !/^vmfs/i.test(type.value))
        return say(
          'at risk',
          `it lies on ${datastore.name.value}, which is ${type.value}, not VMFS`,
          type.at,
          {
            fix: 'move its disks to a VMFS datastore (Storage vMotion) before the failover',
          },
        );
    }
    const type = known[0]?.type;
    if (known.length > 0 && known.every((each) => each?.type))
      return say('proven', 'it lies on VMFS', type?.at);
    return say('unknown', 'the type of its datastore is not known', twin.machine.name.at, {
      settle: 'govc datastore.info -json; or an RVTools export with vDatastore',
    });
  },
};
