import { Azora } from '../../../test/support/azora.ts';
import { anAdmin, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import { ReconcileWithProvider } from '../processes/reconcile-with-provider.ts';
import { reconciliationDetailView, reconciliationPageView } from '../queries/reconciliation.view.ts';

const DAY_MS = 86_400_000;

describe('Reconciliation over HTTP', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  function day(daysAgo: number): string {
    return new Date(azora.clock.now().getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  }

  function request(from: string, to = from) {
    return admin.api.post('/api/finance/reconciliations', { from, to });
  }

  function reconcile(): Promise<void> {
    return azora.app.get(ReconcileWithProvider, { strict: false }).reconcile();
  }

  function get(query = '', type = 'application/json') {
    return admin.api.with({ accept: type }).get(`/api/finance/reconciliation${query}`);
  }

  it('has nothing to show before anything was compared', async () => {
    expectProblem(await get(), 404, 'reconciliation_not_found');
    expectProblem(await get('', 'text/csv'), 404, 'reconciliation_not_found');
    expectProblem(await get('', 'text/html'), 406, 'not_acceptable');
  });

  it('is asked for once, shown as open, and then made of the days that were asked for', async () => {
    const entries = [
      { account: 'assets:stripe', amount: -100, currency: 'USD' },
      { account: 'income:course_purchase', amount: 100, currency: 'USD' },
    ];
    const paymentId = newId();
    const occurredAt = new Date(azora.clock.now().getTime() - 40 * DAY_MS);
    const ledger = azora.app.get(MoneyLedger, { strict: false });
    await ledger.post({ reference: `payment:${paymentId}:settlement`, kind: 'settlement', occurredAt, entries });
    const asked = await Promise.all([request(day(50), day(30)), request(day(50), day(30))]);
    expect(asked.map(({ status }) => status)).toEqual([202, 202]);
    const { id } = asked[0]?.body ?? {};
    expect(asked[1]?.body).toEqual({ id });
    const open = reconciliationPageView.parse((await admin.api.get('/api/finance/reconciliations')).body);
    expect(open.items).toMatchObject([{ id, completedAt: null, differences: null, totals: null }]);

    await reconcile();
    const { body } = await get(`?day=${day(40)}`);
    expect(reconciliationDetailView.parse(body)).toMatchObject({
      id,
      from: day(50),
      to: day(30),
      differences: 1,
      balances: [{ currency: 'USD', provider: 0, ledger: 100 }],
      page: { items: [{ kind: 'missing_at_provider', subject: `payment:${paymentId}`, provider: null }] },
    });
    const csv = await get(`?day=${day(40)}`, 'text/csv');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="reconciliation.csv"');
    expect(csv.body.split('\r\n')).toEqual([
      'kind,subject,paymentId,providerId,currency,providerAmount,providerFee,ledgerAmount,ledgerFee',
      `missing_at_provider,payment:${paymentId},,,USD,,,100,0`,
      '',
    ]);
    expectProblem(await get(`?day=${day(29)}`), 404, 'reconciliation_not_found');
    const again = await request(day(50), day(30));
    expect(again.body.id).not.toBe(id);
  });

  it('answers the latest daily one without a day, and pages through all that were asked for', async () => {
    for (const daysAgo of [9, 8, 7]) await request(day(daysAgo));
    await reconcile();
    const [daily] = await rowsOf<{ id: string }>(
      azora,
      'select id from billing.reconciliations where requested_by is null order by to_day desc',
    );
    expect((await get()).body.id).toBe(daily?.id);
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await admin.api.get(`/api/finance/reconciliations?limit=2${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (!body.nextCursor) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  it('is not made of days that are not over, that go backward, are too many or are none', async () => {
    const early = await request(day(1), day(0));
    expectProblem(early, 409, 'period_not_over');
    expect(early.body.lastDay).toBe(day(1));
    for (const [from, to] of [
      [day(2), day(3)],
      [day(40), day(2)],
      ['2026-02-30', '2026-02-30'],
      ['0000-01-01', '0000-01-01'],
      ['2010-12-31', '2010-12-31'],
      ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z'],
    ])
      expectProblem(await request(String(from), String(to)), 422, 'invalid_input');
    for (const query of ['?day=today', '?day=0000-01-01', '?day=2026-02-30', '?cursor=WyJ4Il0', '?limit=101'])
      expectProblem(await get(query), 422, 'invalid_input');
  });
});
