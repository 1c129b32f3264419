import { Injectable } from '@nestjs/common';
import { RedisConnection } from '../persistence/redis-connection.ts';

/** Counts a hit and starts the window with the first, in one atomic step. */
const HIT = `
local hits = redis.call('INCRBY', KEYS[1], ARGV[2])
if hits == tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { hits, redis.call('PTTL', KEYS[1]) }`;

/** One Redis call for this share of the quota: at ordinary limits each hit, at very high ones a block of them. */
const BLOCKS_PER_QUOTA = 1_000;

interface Block {
  left: number;
  hits: number;
  until: number;
}

interface Drawn {
  readonly totalHits: number;
  readonly until: number;
}

export interface Hit {
  /** This one included. */
  readonly totalHits: number;
  /** Seconds until the window ends. */
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
}

declare module 'ioredis' {
  interface Redis {
    hit(key: string, ttl: number, count: number): Promise<[hits: number, ttl: number]>;
  }
}

/**
 * Shares the quota of a minute among all processes. Without Redis each process counts for itself, so that its loss
 * neither opens the gates nor shuts them.
 */
@Injectable()
export class HitCounter {
  private readonly blocks = new Map<string, Block>();

  constructor(private readonly connection: RedisConnection) {
    connection.redis.defineCommand('hit', { numberOfKeys: 1, lua: HIT });
  }

  /** @returns at once while this process holds a block of the quota */
  hit(key: string, ttl: number, limit: number): Hit | Promise<Hit> {
    const block = this.held(key);
    if (block) return hitOf(draw(block), limit);
    return this.take(key, ttl, Math.ceil(limit / BLOCKS_PER_QUOTA)).then(drawn => hitOf(drawn, limit));
  }

  private held(key: string): Block | undefined {
    const block = this.blocks.get(key);
    return block && block.left > 0 && block.until > Date.now() ? block : undefined;
  }

  private async take(key: string, ttl: number, count: number): Promise<Drawn> {
    const taken = await this.connection.redis.hit(`throttle:${key}`, ttl, count).catch(() => undefined);
    // Nothing is awaited from here on: a block that others can see before its first hit is drawn would be drawn twice.
    const [hits, remaining] = taken ?? this.countAlone(key, ttl, count);
    const block = { left: count, hits, until: Date.now() + remaining };
    this.remember(key, block);
    return draw(block);
  }

  private countAlone(key: string, ttl: number, count: number): [number, number] {
    const past = this.blocks.get(key);
    const running = past && past.until > Date.now() ? past : { hits: 0, until: Date.now() + ttl };
    return [running.hits + count, running.until - Date.now()];
  }

  private remember(key: string, block: Block): void {
    if (this.blocks.size > 100_000)
      for (const [old, { until }] of this.blocks) if (until < Date.now()) this.blocks.delete(old);
    this.blocks.set(key, block);
  }
}

function draw(block: Block): Drawn {
  block.left -= 1;
  return { totalHits: block.hits - block.left, until: block.until };
}

function hitOf({ totalHits, until }: Drawn, limit: number): Hit {
  const timeToExpire = Math.max(1, Math.ceil((until - Date.now()) / 1000));
  return { totalHits, timeToExpire, isBlocked: totalHits > limit };
}
