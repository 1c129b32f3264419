import { QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aLearner, anAdmin, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { ExportPayments } from '../queries/export-payments.ts';
import { payerPaymentPageView } from '../queries/payer-payment.view.ts';
import { type PaymentsFilter, paymentsWhere } from '../queries/payments-where.ts';
import { aPaidPayment, aRequestedPayment, conclude } from '../testing/paid.ts';
import { paymentsCsv } from './payments-csv.ts';

const CSV = { accept: 'text/csv' };
const MANY = 100_000;
const BATCH = 500;

describe('Lists of payments', () => {
  let azora: Azora;
  let learner: Person;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [learner, admin] = await Promise.all([aLearner(azora), anAdmin(azora)]);
  });

  afterAll(() => azora.stop());

  async function idsIn(person: Person, path: string): Promise<string[]> {
    const { body } = await person.api.get(path);
    return body.items.map(({ id }: { id: string }) => id);
  }

  /** Many payments of one payer, one in ten failed, a second apart. */
  async function manyPayments(): Promise<string> {
    const payerId = newId();
    await rowsOf(
      azora,
      `insert into billing.payments (id, payer_id, purpose, reference, amount, currency, shares, description, created_at, state, checks)
       select uuidv7(), $1, 'course_purchase', gen_random_uuid(), n, 'USD', '[]', 'Course: ' || n,
              timestamptz '2020-01-01' + n * interval '1 second', case when n % 10 = 0 then 'failed' else 'succeeded' end, 0
       from generate_series(1, ${MANY}) n`,
      [payerId],
    );
    await rowsOf(azora, 'analyze billing.payments');
    return payerId;
  }

  it('have what was begun from a moment or day on and before another', async () => {
    const { id: payerId, api } = await aLearner(azora);
    const first = await aRequestedPayment(azora, { payerId });
    azora.clock.advance({ days: 2 });
    const second = await aRequestedPayment(azora, { payerId });
    const { body } = await api.get(`/api/payments/${second}`);
    const day = body.createdAt.slice(0, 10);
    const listed = (query: string) => idsIn({ id: payerId, email: '', api }, `/api/payments/history?${query}`);
    expect(await listed('')).toEqual([second, first]);
    expect(await listed(`from=${day}`)).toEqual([second]);
    expect(await listed(`to=${day}`)).toEqual([first]);
    expect(await listed(`from=${body.createdAt}`)).toEqual([second]);
    expect(await listed(`to=${body.createdAt}`)).toEqual([first]);
    expect(await listed(`from=${day}&to=${day}`)).toEqual([]);
  });

  it("are everybody's for support and administrators, with a filter by payer, page by page", async () => {
    const paid = [await aPaidPayment(azora, { payerId: learner.id }), await aPaidPayment(azora)];
    const support = await someoneWith(azora, 'support');
    const { body } = await support.api.get('/api/admin/payments?limit=1');
    const page = payerPaymentPageView.parse(body);
    expect(page.items.map(({ id }) => id)).toEqual([paid[1]]);
    expect(await idsIn(admin, `/api/admin/payments?limit=1&cursor=${page.nextCursor}`)).toEqual([paid[0]]);
    expect(await idsIn(admin, `/api/admin/payments?payer=${learner.id}&state=succeeded`)).toEqual([paid[0]]);
    expect(await idsIn(admin, `/api/admin/payments?payer=${newId()}`)).toEqual([]);
  });

  it("do not show others' payments to anybody else", async () => {
    const instructor = await someoneWith(azora, 'instructor');
    for (const { api } of [learner, instructor]) expectProblem(await api.get('/api/admin/payments'), 403, 'forbidden');
    expectProblem(await learner.api.get(`/api/payments/history?payer=${newId()}`), 422, 'invalid_input');
  });

  it('are a table for spreadsheets, in which nothing is a formula', async () => {
    const payer = await aLearner(azora);
    const description = '=HYPERLINK("http://evil.test","Click"), Привет';
    const failed = await aRequestedPayment(azora, { payerId: payer.id, amount: Money.of(500, 'JPY') });
    await conclude(azora, failed, 'failed');
    const paid = await aPaidPayment(azora, { payerId: payer.id, amount: Money.of(1_250, 'KWD'), description });
    const answer = await payer.api.with(CSV).get('/api/payments/history?limit=1');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="payments.csv"');
    const [titles, first, second, ...rest] = answer.body.split('\r\n');
    expect(titles).toBe('createdAt,id,payerId,purpose,reference,description,state,amount,currency,failure');
    expect(first).toContain(`,${paid},${payer.id},course_purchase,`);
    expect(first).toContain(`,"'=HYPERLINK(""http://evil.test"",""Click""), Привет",succeeded,1.250,KWD,`);
    expect(second).toContain(`,${failed},`);
    expect(second).toMatch(/,Course: Tests,failed,500,JPY,card_declined$/);
    expect(rest).toEqual(['']);
  });

  it.each(['/api/payments/history', '/api/admin/payments'])('of %s are not to be had as HTML', async path => {
    expectProblem(await admin.api.with({ accept: 'text/html' }).get(path), 406, 'not_acceptable');
  });

  describe('of a hundred thousand', () => {
    let payerId: string;

    beforeAll(async () => {
      payerId = await manyPayments();
    });

    it('come whole as CSV, and each once', async () => {
      const answer = await admin.api.with(CSV).fetch(`/api/admin/payments?payer=${payerId}`);
      const lines = (await answer.text()).split('\r\n').slice(1, -1);
      expect(lines).toHaveLength(MANY);
      expect(new Set(lines.map(line => line.split(',')[1])).size).toBe(MANY);
      expect(lines.map(line => line.split(',')[0])).toEqual(
        lines
          .map(line => line.split(',')[0])
          .toSorted()
          .reverse(),
      );
    });

    it('are read no further than their reader is, and left where the reader leaves', async () => {
      const { pool } = azora.app.get(Database);
      let queries = 0;
      const count = () => {
        queries += 1;
      };
      pool.on('acquire', count);
      const payments = await azora.app.get(QueryBus).execute(new ExportPayments({ payer: payerId }));
      const stream = paymentsCsv(payments).getStream();
      let lines = -1;
      for await (const chunk of stream) {
        lines += String(chunk).split('\r\n').length - 1;
        expect(queries).toBeLessThanOrEqual(lines / BATCH + 2);
        if (lines >= MANY / 2) break;
      }
      expect(queries).toBeLessThanOrEqual(MANY / 2 / BATCH + 2);
      pool.off('acquire', count);
    });

    it.each<[string, (payer: string) => PaymentsFilter]>([
      ['nothing', () => ({})],
      ['payer', payer => ({ payer })],
      ['payer and dates', payer => ({ payer, from: new Date('2020-01-01'), to: new Date('2020-01-02') })],
      ['state', () => ({ state: 'failed' })],
      ['a state that none has', () => ({ state: 'processing' })],
      ['purpose', () => ({ purpose: 'course_purchase' })],
      ['dates', () => ({ from: new Date('2020-01-01'), to: new Date('2020-01-01T01:00:00Z') })],
      ['state and dates', () => ({ state: 'failed', to: new Date('2020-01-01T01:00:00Z') })],
    ])('are found by an index and not sorted, with a filter by %s', async (_, filterFor) => {
      const cursor: [string, string] = ['2020-01-02T00:00:00Z', newId()];
      for (const filter of [filterFor(payerId), { ...filterFor(payerId), cursor }]) {
        const lines = await paymentsWhere(azora.app.get(Database), filter, 21).explain<{ 'QUERY PLAN': string }>();
        const plan = lines.map(line => line['QUERY PLAN']).join('\n');
        expect(plan).toMatch(/Index Scan Backward using payments_by_/);
        expect(plan).not.toMatch(/Seq Scan|Sort/);
      }
    });
  });
});
