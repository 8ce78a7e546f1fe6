import { reassociateGateway } from './gateways';
import type { Job } from './model';
import { newService, type ServiceWorkflow } from './service-jobs';
import type { Vault } from './vault';
import { addVcenter, removeVcenter, updateVcenter } from './vcenters';

/** Every workflow that is not about a protected item, by the name that jobs keep. */
export const SERVICES: { readonly [workflow: string]: ServiceWorkflow } = {
  reassociateGateway,
  addVcenter,
  updateVcenter,
  removeVcenter,
};

/** Begins a job for what is called `name`. Errors: those of `newService`. */
export function beginService(
  vault: Vault,
  workflow: keyof typeof SERVICES,
  name: string,
  input: object,
): Job {
  return newService(vault, String(workflow), SERVICES[workflow] as ServiceWorkflow, { name, input });
}
