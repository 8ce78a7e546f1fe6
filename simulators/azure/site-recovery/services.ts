import { reassociateGateway } from './gateways';
import type { ServiceWorkflow } from './service-jobs';

/** Every workflow that is not about a protected item, by the name that jobs keep. */
export const SERVICES: { readonly [workflow: string]: ServiceWorkflow } = { reassociateGateway };
