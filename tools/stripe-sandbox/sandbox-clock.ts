import type { Store } from './store.ts';

/** The time its source tells, moved forward by as much as it was told to, also before a restart. */
export class SandboxClock {
  private readonly store: Store;
  private readonly source: () => Date;

  constructor(store: Store, source: () => Date) {
    this.store = store;
    this.source = source;
  }

  now(): Date {
    return new Date(this.source().getTime() + this.offset * 1000);
  }

  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  advance(seconds: number): void {
    this.store.put({ id: 'clock', object: 'clock', offset: this.offset + seconds });
    this.store.commit();
  }

  private get offset(): number {
    return this.store.get('clock', 'clock')?.offset ?? 0;
  }
}
