import { conversation, LASTS, tableOf } from './table';

/** Process servers, or what stands in their place. */
export const PROCESS_SERVER = tableOf('process server', [
  [
    'process-server-crash',
    'A process server crashes, and comes back with what was on its cache disk.',
    'process server',
    'crash',
    LASTS.any,
    'tolerate',
    'no-lost-write',
    'Microsoft: process server failover',
  ],
  [
    'process-server-hang',
    'A process server stands still, and goes on.',
    'process server',
    'pause',
    LASTS.any,
    'tolerate',
    'no-silent-gap',
    'stop-the-world pauses',
  ],
  [
    'process-server-restart',
    'A process server restarts at once.',
    'process server',
    'restart',
    'passes',
    'tolerate',
    'write-order',
    'CrashMonkey OSDI’18',
  ],
  ...conversation('data to the process server', 'Data from agents', 'data', 'no-lost-write', [
    'lose',
    'lose answer',
    'hold',
    'reset',
    'refuse',
    'repeat',
  ]),
  ...conversation(
    'markers to the process server',
    'The ends of drains from agents',
    'markers',
    'write-order',
    ['lose', 'lose answer', 'hold', 'reset', 'refuse', 'repeat'],
  ),
  ...conversation(
    'comparisons through the process server',
    'Comparisons of source and target',
    'comparison',
    'delta-only',
    ['lose', 'lose answer', 'hold', 'reset', 'refuse'],
  ),
]);
