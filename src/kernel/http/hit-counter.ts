import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RedisConnection } from '../persistence/redis-connection.ts';

/** Counts a hit and starts the window with the first, in one atomic step. */
const HIT = `
local hits = redis.call('INCRBY', KEYS[1], ARGV[2])
if hits == tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { hits, redis.call('PTTL', KEYS[1]) }`;

/** One Redis call for this share of the quota: at ordinary limits each hit, at very high ones a block of them. */
const BLOCKS_PER_QUOTA = 1_000;

/** Whoever hides behind more addresses than this gains nothing by being forgotten: each of them has a quota anyway. */
const MOST_BLOCKS = 100_000;

interface Block {
  left: number;
  readonly hits: number;
  readonly until: number;
  readonly isShared: boolean;
}

export interface Hit {
  /** This one included. */
  readonly totalHits: number;
  /** Seconds until the window ends. */
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  /** False when Redis could not be asked: then only this process has counted. */
  readonly isShared: boolean;
}

declare module 'ioredis' {
  interface Redis {
    hit(key: string, ttl: number, count: number): Promise<[hits: number, ttl: number]>;
  }
}

/**
 * Shares quotas among all processes, in windows that begin with the first hit. Without Redis each process counts for
 * itself and says so: its caller decides whether that is enough.
 */
@Injectable()
export class HitCounter {
  private readonly blocks = new LRUCache<string, Block>({ max: MOST_BLOCKS });

  constructor(private readonly connection: RedisConnection) {
    connection.redis.defineCommand('hit', { numberOfKeys: 1, lua: HIT });
  }

  /**
   * Counts one hit. It never fails. Hits that are begun in the same turn travel to Redis together.
   * @param key what is counted and for whom, `<what>:<whom>`; always with the same ttl and limit
   * @param ttl the length of the window, in milliseconds
   * @param limit the hits that a window admits
   * @returns at once while this process holds a block of the quota, or knows that it is used up
   */
  hit(key: string, ttl: number, limit: number): Hit | Promise<Hit> {
    const block = this.held(key, limit);
    return block ? draw(block, limit) : this.take(key, ttl, limit);
  }

  private held(key: string, limit: number): Block | undefined {
    const block = this.blocks.get(key);
    if (!block?.isShared || block.until <= Date.now()) return undefined;
    return block.left > 0 || block.hits >= limit ? block : undefined;
  }

  private async take(key: string, ttl: number, limit: number): Promise<Hit> {
    const count = Math.ceil(limit / BLOCKS_PER_QUOTA);
    const taken = await this.connection.redis.hit(`throttle:${key}`, ttl, count).catch(() => undefined);
    // Nothing is awaited from here on: a block that others can see before its first hit is drawn would be drawn twice.
    const block = taken ? blockOf(taken, count) : this.countAlone(key, ttl);
    this.blocks.set(key, block);
    return draw(block, limit);
  }

  /** One hit at a time, so that Redis is asked again with the next. */
  private countAlone(key: string, ttl: number): Block {
    const past = this.blocks.get(key);
    const { hits, until } = past && past.until > Date.now() ? past : { hits: 0, until: Date.now() + ttl };
    return { left: 1, hits: hits + 1, until, isShared: false };
  }
}

function blockOf([hits, remaining]: [number, number], count: number): Block {
  return { left: count, hits, until: Date.now() + remaining, isShared: true };
}

function draw(block: Block, limit: number): Hit {
  block.left -= 1;
  const totalHits = block.hits - block.left;
  const timeToExpire = Math.max(1, Math.ceil((block.until - Date.now()) / 1000));
  return { totalHits, timeToExpire, isBlocked: totalHits > limit, isShared: block.isShared };
}
