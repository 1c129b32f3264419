import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aLearner, anAdmin, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { paymentDetailView, RequestPayment } from '../billing.contract.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { balancePageView } from '../queries/get-balances.ts';
import { paymentPageView } from '../queries/list-payments.ts';
import { aSnapshot } from '../testing/payments.ts';

describe('Payments over HTTP', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  afterAll(() => azora.stop());

  async function aRequestedPayment({ id: payerId }: Person, amount = Money.of(1_250, 'KWD')): Promise<string> {
    const request = new RequestPayment(payerId, 'course_purchase', newId(), amount, [], 'Course: Tests', {
      paymentMethod: 'pm_card_visa',
      operationId: newId(),
    });
    return (await commands.execute(request)).paymentId;
  }

  function record(paymentId: string, state: 'succeeded' | 'failed', fee: number | null = null) {
    return commands.execute(new RecordOutcome(paymentId, aSnapshot(state, { id: `pi_${newId()}`, fee })));
  }

  it('are shown to their payer as they are', async () => {
    const learner = await aLearner(azora);
    const paymentId = await aRequestedPayment(learner);
    const one = async () => paymentDetailView.parse((await learner.api.get(`/api/payments/${paymentId}`)).body);
    expect(await one()).toMatchObject({
      id: paymentId,
      state: 'pending',
      amount: { amount: 1_250, currency: 'KWD' },
      failure: null,
    });
    await record(paymentId, 'failed');
    expect((await one()).failure).toEqual({ code: 'card_declined', message: 'Your card was declined.' });
  });

  it('are listed newest first, page by page without a gap or a repeat while others come', async () => {
    const learner = await aLearner(azora);
    const before: string[] = [];
    for (let count = 0; count < 7; count += 1) before.unshift(await aRequestedPayment(learner));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await learner.api.get(`/api/payments/history?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      const page = paymentPageView.parse(body);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await aRequestedPayment(learner);
    } while (cursor);
    expect(seen).toEqual(before);
  });

  it('are listed by state and purpose', async () => {
    const learner = await aLearner(azora);
    const [failed, paid] = [await aRequestedPayment(learner), await aRequestedPayment(learner)];
    await record(failed, 'failed');
    await record(paid, 'succeeded', 10);
    const listed = async (filter: string) => {
      const { body } = await learner.api.get(`/api/payments/history?${filter}`);
      return paymentPageView.parse(body).items.map(({ id }) => id);
    };
    expect(await listed('state=failed')).toEqual([failed]);
    expect(await listed('state=succeeded&purpose=course_purchase')).toEqual([paid]);
    expect(await listed('state=processing')).toEqual([]);
  });

  it('add up to nothing in the ledger, account by account, page by page', async () => {
    const [learner, admin] = await Promise.all([aLearner(azora), anAdmin(azora)]);
    await record(await aRequestedPayment(learner, Money.of(4_999, 'USD')), 'succeeded', 175);
    await record(await aRequestedPayment(learner, Money.of(500, 'JPY')), 'succeeded');
    const sums: Record<string, number> = {};
    const accounts: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await admin.api.get(`/api/finance/ledger?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      const page = balancePageView.parse(body);
      for (const { account, currency, balance } of page.items) {
        accounts.push(`${account} ${currency}`);
        sums[currency] = (sums[currency] ?? 0) + balance;
      }
      cursor = page.nextCursor;
    } while (cursor);
    expect(sums).toMatchObject({ USD: 0, JPY: 0 });
    expect(new Set(accounts).size).toBe(accounts.length);
    expect(accounts).toEqual(expect.arrayContaining(['clearing:stripe JPY', 'expenses:stripe_fees USD']));
  });

  it.each([[['a\u0000', 'USD']], [['a']], [['a', 'USD', 'more']], [[1, 2]]])(
    'refuse a forged cursor of %j into the ledger',
    async key => {
      const admin = await anAdmin(azora);
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
      expectProblem(await admin.api.get(`/api/finance/ledger?cursor=${cursor}`), 422, 'invalid_input');
    },
  );
});
