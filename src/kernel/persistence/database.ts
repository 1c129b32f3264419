import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Environment } from '../../config/environment.ts';

const BIGINT = 20;
// Amounts are checked to stay within 2^53 - 1 where they are written.
const types = new pg.TypeOverrides();
types.setTypeParser(BIGINT, Number);

/**
 * PostgreSQL without the entity manager, on a pool of its own: what queries and the kernel's mechanisms use. Ordinary queries
 * go through {@link kysely}, the hottest through {@link prepared}.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly pool: pg.Pool;
  // Each query names the columns it selects; the schema's truth is the migrations.
  // biome-ignore lint/suspicious/noExplicitAny: Kysely without a generated schema
  readonly kysely: Kysely<any>;

  constructor(environment: Environment) {
    this.pool = new pg.Pool({ connectionString: environment.DATABASE_URL, max: environment.DATABASE_POOL, types });
    // An idle connection that the server drops is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', () => undefined);
    this.kysely = new Kysely({ dialect: new PostgresDialect({ pool: this.pool }) });
  }

  /** One statement, planned once a connection under its name. */
  async prepared<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>({ name, text, values })).rows;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
