import type * as campaign from './on-redis';
import type * as worker from './work';

export { codeDigest } from './code-digest';
export type { RedisOptions } from './on-redis';
export type { Task } from './task';

// BullMQ and the client of Redis are loaded only where they are needed.

export const onRedis: typeof campaign.onRedis = (options) =>
  (require('./on-redis') as typeof campaign).onRedis(options);

export const work: typeof worker.work = (options) => (require('./work') as typeof worker).work(options);
