import { type EntityName, MikroORM } from '@mikro-orm/postgresql';
import { Database } from '../../src/kernel/persistence/database.ts';
import { ormOptions } from '../../src/kernel/persistence/orm.ts';
import type { Azora } from './azora.ts';
import { createTestDatabase } from './test-database.ts';

/** What the database holds, for a test that looks behind the API. */
export async function rowsOf<Row extends object>(azora: Azora, sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await azora.app.get(Database).pool.query<Row>(sql, values)).rows;
}

/** The events of a type that a change has left in the outbox, oldest first. */
export async function eventsOf(azora: Azora, type: string): Promise<object[]> {
  const rows = await rowsOf<{ payload: object }>(
    azora,
    'select payload from kernel.outbox where type = $1 order by id',
    [type],
  );
  return rows.map(({ payload }) => payload);
}

/** Every table, by its quoted name. */
export async function tablesOf(azora: Azora): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    azora,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  return rows.map(({ name }) => name);
}

/** A digest of each table, to show that something has left no trace. */
export async function everythingStored(azora: Azora): Promise<object | undefined> {
  const digests = (await tablesOf(azora)).map(
    table => `(select md5(string_agg(t::text, ',' order by t::text)) from ${table} t) as "${table}"`,
  );
  return (await rowsOf(azora, `select ${digests.join(', ')}`))[0];
}

/**
 * Stores an aggregate and reads it back, each with an entity manager of its own, so that only what was mapped returns.
 * @param before what its foreign keys point at, in the order in which that comes to be
 */
export async function stored<Entity extends { id: string }>(
  mapping: EntityName<Entity>,
  entity: Entity,
  ...before: [mapping: EntityName, entity: object][]
): Promise<Entity> {
  const database = await createTestDatabase();
  const orm = await MikroORM.init({
    ...ormOptions({ DATABASE_URL: database.url, DATABASE_POOL: 2 }),
    entities: [mapping, ...before.map(([mappingBefore]) => mappingBefore)],
  });
  try {
    for (const [, entityBefore] of before) await orm.em.fork().persist(entityBefore).flush();
    await orm.em.fork().persist(entity).flush();
    return await orm.em.fork().findOneOrFail(mapping, { id: entity.id } as never);
  } finally {
    await orm.close();
    await database.drop();
  }
}
