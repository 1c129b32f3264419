import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import type { HashJob } from './argon2-thread.ts';

/** Beside this file, as source or as built. */
const SCRIPT = new URL(`./argon2-thread${extname(import.meta.filename)}`, import.meta.url);

/** Hashes on threads of their own and of low priority, so many at a time. Threads start when they are first needed. */
export class Argon2Threads {
  private readonly idle: Worker[] = [];
  private readonly limit: ReturnType<typeof pLimit>;

  constructor(threads: number) {
    this.limit = pLimit(threads);
  }

  get waiting(): number {
    return this.limit.pendingCount;
  }

  hash(job: HashJob): Promise<Buffer> {
    return this.limit(() => this.hashOn(this.idle.pop() ?? new Worker(SCRIPT), job));
  }

  async close(): Promise<void> {
    await Promise.all(this.idle.map(thread => thread.terminate()));
  }

  private async hashOn(thread: Worker, job: HashJob): Promise<Buffer> {
    // A thread keeps the process alive only while somebody waits for it. One that has failed is not used again.
    thread.ref();
    const answered = once(thread, 'message');
    thread.postMessage(job);
    const [hash] = (await answered) as [Uint8Array];
    thread.unref();
    this.idle.push(thread);
    return Buffer.from(hash);
  }
}
