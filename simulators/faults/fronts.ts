import { LASTS, type Row, tableOf } from './table';

/** Which calls, by name (`*`: anything), what share of them, and how many at most. */
const SOME = { method: '*', share: 1, most: [1, 8] } as const;
const LATE = { ...SOME, ms: [100, 20_000], jitterMs: 0 } as const;
/** The faults of vSphere that can be asked for. Source: VSPHERE.md §3.2. */
const VIM_FAULTS = [
  'NoPermission',
  'RestrictedVersion',
  'TaskInProgress',
  'FileLocked',
  'NoDiskSpace',
  'SystemError',
] as const;

const row = (
  name: string,
  what: string,
  does: string,
  source: string,
  how: NonNullable<NonNullable<Row[8]>['how']> = SOME,
): Row => [name, what, 'front', does, LASTS.any, 'tolerate', 'truthful-jobs', source, { how }];

/** What clients of Azure Resource Manager meet. It strikes where a front is served; the estate's own traffic does not pass there. */
const ARM_FRONT = tableOf('Azure control plane', [
  row(
    'arm-throttled',
    'Azure Resource Manager answers 429, with Retry-After.',
    'throttle requests',
    'Azure: throttling of Resource Manager requests',
    { ...SOME, retryAfterSeconds: [1, 60] },
  ),
  row('arm-error', 'Azure Resource Manager answers 500.', 'fail requests', 'Azure: retry guidance'),
  row('arm-unavailable', 'Azure Resource Manager answers 503.', 'refuse requests', 'Azure: retry guidance', {
    ...SOME,
    retryAfterSeconds: [1, 60],
  }),
  row('arm-reset', 'Requests to Azure are reset.', 'reset requests', 'Toxiproxy reset_peer'),
  row(
    'arm-lose-answer',
    'Requests to Azure are carried out, and the answer gets lost (after `ms`).',
    'lose answers to requests',
    'timeout after commit: Azure retry guidance',
    { ...SOME, ms: 0 },
  ),
  row('arm-delay', 'Answers of Azure come late.', 'hold answers to requests', 'Toxiproxy latency', LATE),
]);

/** What clients of a vSphere API meet. */
const VIM_FRONT = tableOf('vSphere', [
  row('vim-unavailable', 'The vSphere API answers 503, in HTML.', 'refuse calls', 'VSPHERE.md §3.2'),
  row('vim-reset', 'Calls to the vSphere API are reset.', 'reset calls', 'VSPHERE.md §3.2'),
  row('vim-cut', 'Answers of the vSphere API end in their middle.', 'cut answers', 'VSPHERE.md §3.2'),
  row(
    'vim-lose-answer',
    'Calls to the vSphere API are carried out, and the answer gets lost (after `ms`).',
    'lose answers',
    'timeout after commit: Gao FSE’18',
    { ...SOME, ms: 0 },
  ),
  row('vim-delay', 'Answers of the vSphere API come late.', 'hold answers', 'VSPHERE.md §4 row 8', LATE),
  row('vim-fault', 'Calls to the vSphere API fail with a fault.', 'fail calls', 'VSPHERE.md §3.2', {
    ...SOME,
    fault: VIM_FAULTS,
  }),
  row('vim-task-slow', 'Tasks of vSphere take longer.', 'slow tasks', 'VSPHERE.md §4 row 8', LATE),
  row('vim-task-fault', 'Tasks of vSphere end in a fault.', 'fail tasks', 'VSPHERE.md §3.2', {
    ...SOME,
    fault: VIM_FAULTS,
  }),
]);

export const FRONTS = [...ARM_FRONT, ...VIM_FRONT];
