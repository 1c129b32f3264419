import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { createLedger } from '../../../../migrations/ledger-v1.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts';
import { newId } from '../../domain/ids.ts';
import type { Entry, Posting } from '../../domain/ledger.ts';
import { ormOptions } from '../../persistence/orm.ts';
import { PostgresLedger } from '../postgres-ledger.ts';

const CONNECTIONS = 24;
const TABLES = ['guarded_kinds', 'transactions', 'entries', 'balances', 'rollups', 'unsealed', 'seals'];

/** Ledgers on a database of their own, in which `payable` may not fall below 0 and `credit` not below -500. */
export class Library {
  private opened = 0;

  private constructor(
    private readonly orm: MikroORM,
    private readonly database: TestDatabase,
  ) {}

  static async open(): Promise<Library> {
    const database = await createTestDatabase();
    const orm = await MikroORM.init(ormOptions({ DATABASE_URL: database.url, DATABASE_POOL: CONNECTIONS }));
    return new Library(orm, database);
  }

  /** An empty ledger. */
  async newBooks(): Promise<Books> {
    const schema = `books_${++this.opened}`;
    const em = this.orm.em.fork();
    await em.execute(`create schema ${schema}; ${createLedger(schema, { payable: 0, credit: -500 })}`);
    return new Books(em, schema);
  }

  async close(): Promise<void> {
    await this.orm.close();
    await this.database.drop();
  }
}

/** One ledger, its writers, and a view of everything in it. */
export class Books {
  readonly ledger: PostgresLedger;

  constructor(
    readonly em: EntityManager,
    readonly schema: string,
  ) {
    this.ledger = new PostgresLedger(em, schema);
  }

  /** Somebody else at the same ledger: what they do runs on a connection of its own. */
  writer(): PostgresLedger {
    return new PostgresLedger(this.em.fork(), this.schema);
  }

  /** Every row of every table, in a few characters: equal digests are equal bytes. */
  async digest(): Promise<string> {
    const tables = TABLES.map(
      name => `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as rows
               from ${this.schema}.ledger_${name} t`,
    );
    return JSON.stringify(await this.em.execute(tables.join(' union all ')));
  }

  /** Does what no application can: changes rows behind the triggers' back. */
  async tamper(table: string, statement: string): Promise<void> {
    await this.em.execute(`
      alter table ${this.schema}.ledger_${table} disable trigger all;
      ${statement.replaceAll('books.', `${this.schema}.`)};
      alter table ${this.schema}.ledger_${table} enable trigger all;`);
  }
}

export function transfer(from: string, to: string, amount: number, currency = 'USD'): Entry[] {
  return [
    { account: from, amount: -amount, currency },
    { account: to, amount, currency },
  ];
}

export function posting(entries: readonly Entry[], reference: string = newId()): Posting {
  return { reference, kind: 'test', occurredAt: new Date('2026-01-01T00:00:00Z'), entries };
}
