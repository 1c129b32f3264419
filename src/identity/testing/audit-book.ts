import { MikroORM } from '@mikro-orm/postgresql';
import { Gauge } from 'prom-client';
import { testEnvironment } from '../../../test/support/azora.ts';
import { TestClock } from '../../../test/support/test-clock.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { Environment } from '../../config/environment.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { ormOptions } from '../../kernel/persistence/orm.ts';
import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import type { AuditedAct } from '../audit.contract.ts';
import { AuditChain, type AuditFault } from '../persistence/audit-chain.ts';
import { AuditLogRepository } from '../persistence/audit-log.repository.ts';
import { AuditUpkeep } from '../processes/audit-upkeep.ts';

/** An empty audit log on a database and a Redis of its own, and hands that do what no application can. */
export class AuditBook {
  readonly clock = new TestClock();
  readonly faults = new Gauge({ name: 'audit_faults', help: 'of the book', registers: [] });
  readonly database: Database;
  readonly chain: AuditChain;
  readonly connection: RedisConnection;
  readonly upkeep: AuditUpkeep;

  private constructor(
    environment: Environment,
    private readonly orm: MikroORM,
    private readonly created: TestDatabase,
  ) {
    this.database = new Database(environment);
    this.chain = new AuditChain(this.database);
    this.connection = new RedisConnection(environment);
    this.upkeep = this.anotherUpkeep();
  }

  static async open(): Promise<AuditBook> {
    const created = await createTestDatabase();
    const environment = testEnvironment({ DATABASE_URL: created.url });
    const book = new AuditBook(environment, await MikroORM.init(ormOptions(environment)), created);
    await book.connection.onModuleInit();
    await book.connection.redis.flushdb();
    return book;
  }

  /** As another process has it. */
  anotherUpkeep(): AuditUpkeep {
    return new AuditUpkeep(this.chain, this.connection, this.clock, this.faults);
  }

  /** Each act in a transaction of its own. */
  async record(...acts: Partial<AuditedAct>[]): Promise<void> {
    for (const act of acts)
      await this.orm.em
        .fork()
        .transactional(em =>
          new AuditLogRepository(em, this.clock).record({ action: 'test.acted', subject: 'thing:1', ...act }),
        );
  }

  /** Changes rows behind the triggers' back. */
  async tamper(statements: string): Promise<void> {
    await this.database.pool.query(`begin; set local session_replication_role = replica; ${statements}; commit`);
  }

  /** What the log says of itself after such a change, which is then taken back. */
  async faultsAfter(statements: string): Promise<AuditFault[]> {
    const client = await this.database.pool.connect();
    try {
      await client.query(`begin; set local session_replication_role = replica; ${statements}`);
      return (await client.query<AuditFault>('select fault, subject from identity.audit_faults()')).rows;
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  async close(): Promise<void> {
    this.connection.onApplicationShutdown();
    await this.orm.close();
    await this.database.onApplicationShutdown();
    await this.created.drop();
  }
}
