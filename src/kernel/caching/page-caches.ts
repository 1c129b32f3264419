import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Environment } from '../../config/environment.ts';
import { type DomainEvent, type DomainEventClass, typeOf } from '../domain/domain-event.ts';
import { newId } from '../domain/ids.ts';
import { CommitHooks } from '../persistence/commit-hooks.ts';
import { PageCache } from './page-cache.ts';

/** The longest a page lives, and so the longest a change waits for a process that does not confirm. */
const TTL_MS = 1_000;
const FORGET = 'azora.pages.forget';
const FORGOTTEN = 'azora.pages.forgotten';

/**
 * The caches of public pages, exact across processes: the change that makes a page wrong is answered only after every
 * process has confirmed that it forgot the page, or after the page has expired there by itself.
 */
@Injectable()
export class PageCaches implements OnApplicationShutdown {
  private readonly subscriber: Redis;
  private readonly publisher: Redis;
  private readonly caches: { cache: PageCache<object>; types: Set<string> }[] = [];
  private readonly waiting = new Map<string, () => void>();

  constructor(hooks: CommitHooks, environment: Environment) {
    this.subscriber = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: null });
    this.publisher = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
    this.publisher.on('error', () => undefined);
    this.subscriber.on('error', () => undefined);
    // What was said while this process did not listen is unknown, so it starts anew.
    this.subscriber.on('ready', () => this.forget(() => true));
    this.subscriber.on('message', (channel, message) => this.hear(channel, message));
    void this.subscriber.subscribe(FORGET, FORGOTTEN).catch(() => undefined);
    hooks.add(events => this.forgetWhatChanged(events));
  }

  /** A cache that forgets everything when one of the events is committed, in whichever process. */
  forgettingOn<Page extends object>(...events: DomainEventClass[]): PageCache<Page> {
    const cache = new PageCache<Page>(TTL_MS, () => this.subscriber.status === 'ready');
    this.caches.push({ cache: cache as unknown as PageCache<object>, types: new Set(events.map(({ type }) => type)) });
    return cache;
  }

  async onApplicationShutdown(): Promise<void> {
    this.subscriber.disconnect();
    this.publisher.disconnect();
  }

  private async forgetWhatChanged(events: readonly DomainEvent[]): Promise<void> {
    const types = events.map(typeOf).filter(type => this.caches.some(({ types }) => types.has(type)));
    if (types.length === 0) return;
    this.forget(cached => types.some(type => cached.has(type)));
    await this.confirmedByAll(types);
  }

  private async confirmedByAll(types: string[]): Promise<void> {
    const token = newId();
    let confirmations = 0;
    let listeners = Number.POSITIVE_INFINITY;
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(expiry);
        this.waiting.delete(token);
        resolve();
      };
      const expiry = setTimeout(done, TTL_MS);
      this.waiting.set(token, () => {
        confirmations += 1;
        if (confirmations >= listeners) done();
      });
      this.publisher.publish(FORGET, JSON.stringify({ token, types })).then(
        count => {
          listeners = count;
          if (confirmations >= listeners) done();
        },
        // Unreachable, the other processes are waited for until their pages have expired.
        () => undefined,
      );
    });
  }

  private hear(channel: string, message: string): void {
    if (channel === FORGOTTEN) {
      this.waiting.get(message)?.();
      return;
    }
    const { token, types } = JSON.parse(message) as { token: string; types: string[] };
    this.forget(cached => types.some(type => cached.has(type)));
    void this.publisher.publish(FORGOTTEN, token).catch(() => undefined);
  }

  private forget(affected: (types: Set<string>) => boolean): void {
    for (const { cache, types } of this.caches) if (affected(types)) cache.clear();
  }
}
