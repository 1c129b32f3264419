import { argon2Sync } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

export interface HashJob {
  readonly password: string;
  readonly salt: Uint8Array;
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly tagLength: number;
}

// On Linux a priority is a thread's own: requests are answered first, and hashes take what is left of the processors.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.on('message', ({ password, salt, ...cost }: HashJob) => {
  parentPort?.postMessage(argon2Sync('argon2id', { message: Buffer.from(password), nonce: salt, ...cost }));
});
