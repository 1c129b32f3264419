import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Redis } from 'ioredis';
import { Environment } from '../../config/environment.ts';
import { type DomainEvent, type DomainEventClass, typeOf } from '../domain/domain-event.ts';
import { newId } from '../domain/ids.ts';
import { CommitHooks } from '../persistence/commit-hooks.ts';
import { type Page, PageCache } from './page-cache.ts';

/** Metadata key of the events that make what a route's handler answers wrong. */
export const FORGOTTEN_ON = 'azora:forgotten-on';

/** The longest a page lives, and so the longest a change waits for a process that does not confirm. */
const TTL_MS = 1_000;
const FORGET = 'azora.pages.forget';
const FORGOTTEN = 'azora.pages.forgotten';

/**
 * The caches of public pages, exact across processes: the change that makes a page wrong is answered only after every
 * process has confirmed that it forgot the page, or after the page has expired there by itself.
 */
@Injectable()
export class PageCaches implements OnModuleInit, OnApplicationShutdown {
  private readonly subscriber: Redis;
  private readonly publisher: Redis;
  private readonly caches = new Map<unknown, { cache: PageCache; types: Set<string> }>();
  private readonly waiting = new Map<string, () => void>();
  private listening = false;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    hooks: CommitHooks,
    environment: Environment,
  ) {
    this.subscriber = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: null, autoResubscribe: false });
    this.publisher = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
    this.publisher.on('error', () => undefined);
    this.subscriber.on('error', () => undefined);
    this.subscriber.on('ready', () => void this.listen().catch(() => undefined));
    this.subscriber.on('close', () => {
      this.listening = false;
    });
    this.subscriber.on('message', (channel, message) => this.hear(channel, message));
    hooks.add(events => this.forgetWhatChanged(events));
  }

  /** Every process knows every cache, for any may commit what makes a page of another wrong. */
  onModuleInit(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      for (const name of this.scanner.getAllMethodNames(metatype?.prototype)) {
        const handler = metatype?.prototype[name];
        const events: DomainEventClass[] | undefined = Reflect.getMetadata(FORGOTTEN_ON, handler);
        if (events) this.caches.set(handler, this.forgettingOn(events));
      }
    }
  }

  /** The cache of a handler that says what it is forgotten on. */
  of(handler: unknown): PageCache {
    return this.caches.get(handler)?.cache as PageCache;
  }

  /** The page that one of the caches holds under `key`. */
  at(key: string): Page | undefined {
    for (const { cache } of this.caches.values()) {
      const page = cache.at(key);
      if (page) return page;
    }
    return undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    this.subscriber.disconnect();
    this.publisher.disconnect();
  }

  /** What was said while this process did not listen is unknown, so it starts anew once Redis confirms that it listens. */
  private async listen(): Promise<void> {
    await this.subscriber.subscribe(FORGET, FORGOTTEN);
    this.forget(() => true);
    this.listening = true;
  }

  private forgettingOn(events: DomainEventClass[]): { cache: PageCache; types: Set<string> } {
    return {
      cache: new PageCache(TTL_MS, () => this.listening),
      types: new Set(events.map(({ type }) => type)),
    };
  }

  private async forgetWhatChanged(events: readonly DomainEvent[]): Promise<void> {
    const types = events.map(typeOf).filter(type => [...this.caches.values()].some(({ types }) => types.has(type)));
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
    for (const { cache, types } of this.caches.values()) if (affected(types)) cache.clear();
  }
}
