import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { BullModule } from '@nestjs/bull';
import { DynamicModule, Module, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { Environment } from '../config/environment.ts';
import { PageCaches } from './caching/page-caches.ts';
import { transactionalCqrs } from './cqrs/cqrs.module.ts';
import { Clock, SystemClock } from './domain/clock.ts';
import { Outbox } from './events/outbox.ts';
import { OutboxRelay } from './events/outbox-relay.ts';
import { ReactionProcessor } from './events/reaction.processor.ts';
import { Reactions } from './events/reactions.ts';
import { EventUpkeep } from './events/upkeep.ts';
import { HitCounter } from './http/hit-counter.ts';
import { IdempotencyKeys } from './http/idempotency-keys.ts';
import { InvalidInput } from './http/invalid-input.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { PublicPages } from './http/public-pages.ts';
import { Quota } from './http/quota.ts';
import { LedgerUpkeep } from './ledger/ledger-upkeep.ts';
import { loggingModule } from './observability/logging.module.ts';
import { metricProviders } from './observability/metrics.ts';
import { CommitHooks } from './persistence/commit-hooks.ts';
import { Database } from './persistence/database.ts';
import { ormOptions } from './persistence/orm.ts';
import { RedisConnection } from './persistence/redis-connection.ts';
import { Transactions } from './persistence/transactions.ts';

/**
 * The job of a killed worker is taken over within 15 seconds, however often that happens to it: its effect is exactly one.
 * An idle worker waits for jobs a second at a time, so that it can end soon after it is asked to.
 */
const QUEUE_SETTINGS = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 1_000, drainDelay: 1 };

/** What every context shares. It knows no context. */
@Module({})
export class KernelModule {
  /** @param workers whether this process relays events, runs reactions and scheduled work */
  static with({ workers }: { workers: boolean }): DynamicModule {
    const shared = [
      { provide: Clock, useClass: SystemClock },
      Database,
      CommitHooks,
      Outbox,
      Transactions,
      IdempotencyKeys,
      PageCaches,
      PublicPages,
      RedisConnection,
      HitCounter,
      Quota,
      ...metricProviders,
    ];
    return {
      module: KernelModule,
      global: true,
      imports: [
        loggingModule(),
        transactionalCqrs(),
        MikroOrmModule.forRootAsync({
          driver: PostgreSqlDriver,
          inject: [Environment],
          // Only commands and reactions pay for an entity manager; the bus opens theirs.
          useFactory: (environment: Environment) => ({
            ...ormOptions(environment),
            autoLoadEntities: true,
            registerRequestContext: false,
          }),
        }),
        BullModule.forRootAsync({
          inject: [Environment],
          useFactory: (environment: Environment) => ({
            url: environment.REDIS_URL,
            prefix: '{azora}',
            settings: QUEUE_SETTINGS,
          }),
        }),
        DiscoveryModule,
        ...(workers ? [ScheduleModule.forRoot()] : []),
      ],
      providers: [
        ...shared,
        Reactions,
        ...(workers ? [OutboxRelay, ReactionProcessor, EventUpkeep, LedgerUpkeep] : []),
        { provide: APP_FILTER, useClass: ProblemFilter },
        {
          provide: APP_PIPE,
          useFactory: () => new StandardSchemaValidationPipe({ exceptionFactory: issues => new InvalidInput(issues) }),
        },
      ],
      exports: [...shared, Reactions],
    };
  }
}
