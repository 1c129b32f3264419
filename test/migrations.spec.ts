import type { MikroORM } from '@mikro-orm/postgresql';
import { anEmptyDatabase } from './support/empty-database.ts';

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
  let orm: MikroORM;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ orm, drop } = await anEmptyDatabase());
  });

  afterAll(() => drop());

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
