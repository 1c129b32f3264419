import { MikroOrmModule } from '@mikro-orm/nestjs';
import { defineEntity, EntityManager, p } from '@mikro-orm/postgresql';
import { BullModule, getQueueToken } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Queue } from 'bull';
import type pg from 'pg';
import { createLedger } from '../../../migrations/ledger-v1.ts';
import { testEnvironment } from '../../../test/support/azora.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { ConfigModule } from '../../config/config.module.ts';
import type { Environment } from '../../config/environment.ts';
import { AggregateRoot } from '../domain/aggregate-root.ts';
import { DomainError } from '../domain/domain-error.ts';
import { DomainEvent } from '../domain/domain-event.ts';
import { newId } from '../domain/ids.ts';
import {
  type CommandReaction,
  type EventEnvelope,
  type ProcessReaction,
  Reaction,
} from '../events/reaction.decorator.ts';
import { KernelModule } from '../kernel.module.ts';
import { PostgresLedger } from '../ledger/postgres-ledger.ts';
import { currentTrace } from '../observability/trace.ts';
import { constraintGuards } from '../persistence/constraint-rules.ts';
import { Database } from '../persistence/database.ts';
import { anEmptyRedis } from './an-empty-redis.ts';

const QUEUE = 'workshop';

/** Stands on tables of its own, so that the kernel is tested without any context of the product. */
const TABLES = `
  create schema workshop;
  create table workshop.jars (id uuid primary key, name text not null constraint jars_name unique, coins integer not null, version integer not null default 1);
  create table workshop.tallies (id uuid primary key, event_id uuid not null, reaction text not null, coins integer not null, trace_id text);
  create table workshop.publications (event_id uuid not null);
  create function workshop.log_publication() returns trigger language plpgsql as $$
  begin
    insert into workshop.publications values (new.id);
    return null;
  end $$;
  create trigger log_publication after update of published_at on kernel.outbox
    for each row execute function workshop.log_publication();
  ${createLedger('workshop', { payable: 0 })}`;

export class CoinsAdded extends DomainEvent {
  static override readonly type = 'workshop.coins_added';

  constructor(
    readonly jarId: string,
    readonly coins: number,
  ) {
    super();
  }
}

export class JarBroken extends DomainEvent {
  static override readonly type = 'workshop.jar_broken';

  constructor(readonly jarId: string) {
    super();
  }
}

export class Tallied extends DomainEvent {
  static override readonly type = 'workshop.tallied';

  constructor(readonly eventId: string) {
    super();
  }
}

export class JarNameTaken extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'jar_name_taken';
}

export class Jar extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly name: string,
    public coins: number,
    public version: number,
  ) {
    super();
  }

  static named(name: string): Jar {
    return new Jar(newId(), name, 0, 1);
  }

  add(coins: number): void {
    this.coins += coins;
    this.record(new CoinsAdded(this.id, coins));
  }

  break(): void {
    this.record(new JarBroken(this.id));
  }
}

/** The effect of a reaction. */
class Tally extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly eventId: string,
    readonly reaction: string,
    readonly coins: number,
    readonly traceId: string | null,
  ) {
    super();
    this.record(new Tallied(eventId));
  }
}

const jarMapping = defineEntity({
  class: Jar,
  schema: 'workshop',
  tableName: 'jars',
  properties: { id: p.uuid().primary(), name: p.text(), coins: p.integer(), version: p.integer().version() },
});

const tallyMapping = defineEntity({
  class: Tally,
  schema: 'workshop',
  tableName: 'tallies',
  properties: {
    id: p.uuid().primary(),
    eventId: p.uuid(),
    reaction: p.text(),
    coins: p.integer(),
    traceId: p.text().nullable(),
  },
});

constraintGuards('jars_name', () => new JarNameTaken('A jar has this name already.'));

/** A command that says itself what it does, so that a test reads from top to bottom. */
export class Perform<T> extends Command<T> {
  constructor(readonly work: (em: EntityManager) => Promise<T> | T) {
    super();
  }
}

@CommandHandler(Perform)
class PerformHandler implements ICommandHandler<Perform<unknown>> {
  constructor(private readonly em: EntityManager) {}

  async execute({ work }: Perform<unknown>): Promise<unknown> {
    return work(this.em);
  }
}

/** Reactions named here fail until they are removed. */
class Broken extends Set<string> {}

/** How often a process has run. */
class Bell {
  rings = 0;
}

@Reaction({ to: CoinsAdded, name: 'tally-on-coins-added', queue: QUEUE })
class TallyOnCoinsAdded implements CommandReaction<CoinsAdded> {
  command({ coins }: CoinsAdded, { id }: EventEnvelope): Command<unknown> {
    return tally('tally-on-coins-added', id, coins);
  }
}

@Reaction({ to: CoinsAdded, name: 'audit-on-coins-added', queue: QUEUE })
class AuditOnCoinsAdded implements CommandReaction<CoinsAdded> {
  constructor(private readonly broken: Broken) {}

  command({ coins }: CoinsAdded, { id }: EventEnvelope): Command<unknown> {
    return tally('audit-on-coins-added', id, coins, () => {
      if (this.broken.has('audit-on-coins-added')) throw new Error('The auditor is away');
    });
  }
}

@Reaction({ to: CoinsAdded, name: 'ring-on-coins-added', queue: QUEUE })
class RingOnCoinsAdded implements ProcessReaction<CoinsAdded> {
  constructor(private readonly bell: Bell) {}

  async process(): Promise<void> {
    this.bell.rings += 1;
  }
}

/** @param then runs when the effect is there and not committed yet */
function tally(reaction: string, eventId: string, coins: number, then: () => void = () => undefined) {
  return new Perform(async em => {
    em.persist(new Tally(newId(), eventId, reaction, coins, currentTrace()?.traceId ?? null));
    await em.flush();
    then();
  });
}

@Module({
  imports: [MikroOrmModule.forFeature([jarMapping, tallyMapping]), BullModule.registerQueue({ name: QUEUE })],
  providers: [PerformHandler, Broken, Bell, TallyOnCoinsAdded, AuditOnCoinsAdded, RingOnCoinsAdded],
})
class WorkshopModule {}

/** The kernel with one small context of its own, on real parts. Stop it in `afterAll`. */
export class Workshop {
  private constructor(
    private readonly modules: TestingModule[],
    private readonly environment: Environment,
    private readonly database: TestDatabase,
  ) {}

  /** @param workers whether events are relayed and reacted to */
  static async start({ workers }: { workers: boolean }): Promise<Workshop> {
    const database = await createTestDatabase();
    const environment = testEnvironment({ DATABASE_URL: database.url, REDIS_URL: await anEmptyRedis() });
    const workshop = new Workshop([], environment, database);
    const preparation = await workshop.compile(false);
    await preparation.get(Database).pool.query(TABLES);
    workshop.modules.push(preparation);
    await preparation.init();
    if (workers) await workshop.startWorker();
    return workshop;
  }

  /** Another process's worth of workers. */
  async startWorker(): Promise<TestingModule> {
    const module = await this.compile(true);
    this.modules.push(module);
    return module.init();
  }

  get<T>(token: abstract new (...dependencies: never[]) => T): T {
    return this.newest.get(token, { strict: false });
  }

  get queue(): Queue {
    return this.newest.get(getQueueToken(QUEUE), { strict: false });
  }

  get broken(): Set<string> {
    return this.get(Broken);
  }

  get rings(): number {
    return this.get(Bell).rings;
  }

  /** The ledger of whichever transaction is open. */
  get ledger(): PostgresLedger {
    return new PostgresLedger(this.get(EntityManager), 'workshop');
  }

  perform<T>(work: (em: EntityManager) => Promise<T> | T): Promise<T> {
    return this.get(CommandBus).execute(new Perform(work));
  }

  /** A jar in the database. */
  async aJar(): Promise<string> {
    const jar = Jar.named(newId());
    await this.perform(em => void em.persist(jar));
    return jar.id;
  }

  /** @returns the id of the event */
  async addCoins(jarId: string, coins = 1): Promise<string> {
    await this.perform(async em => (await em.findOneOrFail(Jar, jarId)).add(coins));
    const [event] = await this.rows<{ id: string }>(
      `select id from kernel.outbox where type = $1 and payload ->> 'jarId' = $2 order by id desc limit 1`,
      [CoinsAdded.type, jarId],
    );
    return (event as { id: string }).id;
  }

  /** Asked outside of any transaction. */
  async rows<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.get(Database).pool.query<Row>(sql, values)).rows;
  }

  /** How many effects each reaction had on an event. */
  async effectsOf(eventId: string): Promise<Record<string, number>> {
    const rows = await this.rows<{ reaction: string; effects: number }>(
      'select reaction, count(*)::int as effects from workshop.tallies where event_id = $1 group by reaction',
      [eventId],
    );
    return Object.fromEntries(rows.map(({ reaction, effects }) => [reaction, effects]));
  }

  async stop(): Promise<void> {
    await Promise.all(this.modules.map(module => module.close()));
    await this.database.drop();
  }

  private get newest(): TestingModule {
    return this.modules.at(-1) as TestingModule;
  }

  private compile(workers: boolean): Promise<TestingModule> {
    const imports = [ConfigModule.of(this.environment), KernelModule.with({ workers }), WorkshopModule];
    return Test.createTestingModule({ imports }).compile();
  }
}
