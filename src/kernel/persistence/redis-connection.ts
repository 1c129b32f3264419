import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Environment } from '../../config/environment.ts';

/**
 * Redis for what a request waits for: a command fails at once while the connection is away, so that its caller can decide.
 * Queues have connections of their own.
 */
@Injectable()
export class RedisConnection implements OnModuleInit, OnApplicationShutdown {
  readonly redis: Redis;

  constructor(environment: Environment) {
    this.redis = new Redis(environment.REDIS_URL, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      lazyConnect: true,
      // A connection that nothing comes back from is as good as none.
      commandTimeout: 1_000,
      connectTimeout: 2_000,
    });
    // Without a listener, losing the connection would end the process.
    this.redis.on('error', () => undefined);
  }

  /** Before the first request. */
  async onModuleInit(): Promise<void> {
    await this.redis.connect().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
