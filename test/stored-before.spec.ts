import { randomBytes } from 'node:crypto';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { newId } from '../src/kernel/domain/ids.ts';
import { ormOptions } from '../src/kernel/persistence/orm.ts';
import { required } from './support/test-database.ts';

describe('What was stored before a migration', () => {
  const url = new URL(required('AZORA_TEST_POSTGRES'));
  const name = `azora_before_${randomBytes(6).toString('hex')}`;
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

  it('of events of the provider is reduced to what tells of nobody', async () => {
    await orm.migrator.up({ to: '0016-payouts.migration' });
    const about = { id: 'ch_1', object: 'charge', status: 'succeeded', amount: 4_999, payment_intent: 'pi_1' };
    const metadata = { payment_id: newId() };
    const rest = { customer: null, billing_details: { name: 'Ada' }, metadata: { ...metadata, note: 'Ada' } };
    const data = { object: { ...about, ...rest }, previous_attributes: { receipt_email: 'ada@example.org' } };
    const payloads = [{ type: 'charge.succeeded', data }, { data: { object: 'Ada' } }, { data: {} }, {}];
    await orm.em.execute(
      `insert into billing.provider_events (id, provider, event_id, type, payload, received_at)
       select gen_random_uuid(), 'stripe', place, 'any', payload, now()
       from jsonb_array_elements(?::jsonb) with ordinality as told (payload, place)`,
      [JSON.stringify(payloads)],
    );
    await orm.migrator.up({ to: '0017-reconciliation.migration' });
    const rows = await orm.em.execute<{ payload: object }[]>(
      'select payload from billing.provider_events order by event_id',
    );
    const nothing = { data: { object: {} } };
    expect(rows.map(({ payload }) => payload)).toEqual([
      { type: 'charge.succeeded', data: { object: { ...about, metadata } } },
      ...[nothing, nothing, nothing],
    ]);
  });
});
