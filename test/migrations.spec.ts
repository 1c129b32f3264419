import { randomBytes } from 'node:crypto';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { ormOptions } from '../src/kernel/persistence/orm.ts';
import { required } from './support/test-database.ts';

/** Everything of the schema that a statement can change, in words that do not depend on the order of its making. */
const SHAPE = `
  select 'column ' || table_schema || '.' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as thing
    from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema', 'public')
  union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where connamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'public')
  union all select indexdef from pg_indexes where schemaname not in ('pg_catalog', 'information_schema', 'public')
  union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select pg_get_functiondef(oid) from pg_proc where pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'public')
  order by thing`;

describe('The migrations', () => {
  const url = new URL(required('AZORA_TEST_POSTGRES'));
  const name = `azora_migrations_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url.href });
  let orm: MikroORM;

  beforeAll(async () => {
    await admin.connect();
    await admin.query(`create database ${name}`);
    const own = new URL(url);
    own.pathname = `/${name}`;
    orm = await MikroORM.init(ormOptions({ DATABASE_URL: own.href, DATABASE_POOL: 2 }));
  });

  afterAll(async () => {
    await orm.close();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });

  it('go up, each one down, and up again to the same schema', async () => {
    const steps = await orm.migrator.up();
    const first = await shape();
    expect(first.length).toBeGreaterThan(100);

    for (const _ of steps) await orm.migrator.down();
    expect(await shape()).toEqual([]);

    await orm.migrator.up();
    expect(await shape()).toEqual(first);
  });

  it('have nothing to do when all is done', async () => {
    expect(await orm.migrator.up()).toEqual([]);
  });

  async function shape(): Promise<string[]> {
    return (await orm.em.execute<{ thing: string }[]>(SHAPE)).map(({ thing }) => thing);
  }
});
