import { processServerOf } from '../../recovery';
import { type Rule, say } from '../rule';

const CERTIFICATE_DAYS_MIN = 30;

export const processServer: Rule = {
  name: 'process server is up',
  code: 'HW-RULE-PROCESS-SERVER',
  source:
    'Microsoft, vmware-physical-azure-troubleshoot-process-server: nothing is replicated through one that is down; its certificate is renewed before it ends',
  applies: ({ twin, inventory }) => processServerOf(twin.machine, inventory) !== undefined,
  check({ twin, inventory }) {
    const server = processServerOf(twin.machine, inventory);
    if (!server) return say('unknown', 'its process server is not in the export', undefined);
    const { name, service, health, certificateDaysLeft: left, at } = server;
    if (service && !/^running$/i.test(service.value))
      return say(
        'blocked',
        `the service of its process server ${name.value} is ${service.value}`,
        service.at,
        {
          fix: `start the service on ${name.value}, or choose another process server`,
        },
      );
    if (left && left.value <= 0)
      return say('blocked', `the certificate of its process server ${name.value} has ended`, left.at, {
        fix: `renew the certificate of ${name.value}`,
      });
    if (left && left.value < CERTIFICATE_DAYS_MIN)
      return say(
        'at risk',
        `the certificate of its process server ${name.value} ends in ${left.value} days`,
        left.at,
        {
          fix: `renew the certificate of ${name.value}`,
        },
      );
    if (health && /^critical$/i.test(health.value))
      return say('at risk', `its process server ${name.value} is ${health.value}`, health.at, {
        fix: `mend the errors that the vault shows for ${name.value}`,
      });
    if (service ?? health)
      return say('proven', `its process server ${name.value} is up`, (service ?? health)?.at);
    return say('unknown', `whether its process server ${name.value} is up is not known`, at, {
      settle: 'az rest --method get --url <vault>/replicationFabrics?api-version=2025-08-01',
    });
  },
};
