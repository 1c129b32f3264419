import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { ListSales, type SalesFilter } from '../earnings.contract.ts';
import { salesWhere } from './list-sales.ts';

const MANY = 20_000;

describe('The sales of one payee of many', () => {
  const [payeeId, subject] = [newId(), newId()];
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    await rowsOf(
      azora,
      `with paid as (
         insert into billing.payments (id, payer_id, purpose, reference, amount, currency, shares, description, created_at, state, checks)
         select uuidv7(), $1, 'course_purchase', gen_random_uuid(), n, 'USD', '[]', 'Course: ' || n,
                timestamptz '2020-01-01' + n * interval '1 second', 'succeeded', 0
         from generate_series(1, ${MANY}) n returning *
       )
       insert into billing.earnings (payment_id, payee_id, subject, sale, refunded, fees, amount, reversed, currency, earned_at, available_at)
       select id, case amount % 2 when 0 then $2::uuid else gen_random_uuid() end, case amount % 10 when 0 then $3::uuid end,
              amount, 0, 0, amount, 0, currency, created_at, created_at
       from paid`,
      [newId(), payeeId, subject],
    );
    await rowsOf(azora, 'analyze billing.earnings');
  });

  afterAll(() => azora.stop());

  it.each<[string, SalesFilter]>([
    ['nothing', {}],
    ['what was sold', { subject }],
    ['dates', { from: new Date('2020-01-01T01:00:00Z'), to: new Date('2020-01-01T02:00:00Z') }],
    ['what was sold, and dates', { subject, to: new Date('2020-01-01T02:00:00Z') }],
  ])('are read in the order of an index, by %s and from any place on', async (_, filter) => {
    for (const after of [undefined, ['2020-01-01T01:30:00Z', newId()] as const]) {
      const query = salesWhere(azora.app.get(Database), new ListSales(payeeId, filter, 21, after));
      const lines = await query.explain<{ 'QUERY PLAN': string }>();
      const plan = lines.map(line => line['QUERY PLAN']).join('\n');
      expect(plan).toContain(`Backward using earnings_by_${filter.subject ? 'subject' : 'sale'}`);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    }
  });
});
