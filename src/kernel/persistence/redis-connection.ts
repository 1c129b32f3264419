import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Environment } from '../../config/environment.ts';

/** A server that has fallen silent is as good as gone. */
const SILENCE_MS = 2_000;

/**
 * Redis for what a request waits for: a command fails at once while the connection is away, and after two seconds without
 * an answer, so that its caller can decide.
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
      socketTimeout: SILENCE_MS,
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
