import { CommandBus } from '@nestjs/cqrs';
import Stripe from 'stripe';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment } from '../billing.contract.ts';
import { DisputeGateway } from '../domain/dispute-gateway.ts';
import { PaymentGateway } from '../domain/payment-gateway.ts';
import { RefundGateway } from '../domain/refund-gateway.ts';
import { ApplyProviderEvent, type ProviderNews } from './apply-provider-event.ts';

const LIFE = [
  'payment_intent.created',
  'charge.succeeded',
  'payment_intent.succeeded',
  'refund.created',
  'charge.dispute.created',
  'charge.dispute.closed',
] as const;
const AT_ONCE = 6;

const PAID = { state: 'succeeded', failure: null, fee: 175, refunded: 1_000, refunding: 0 };
const REFUNDED = { amount: 1_000, state: 'succeeded', reason: 'other', fee: 0, done: true };
const DISPUTED = { reason: 'general', fee: 1_500, evidence_due_at: expect.any(String), done: true };

const TOLD_ONCE = {
  told: {
    'billing.dispute_closed': 1,
    'billing.payment_disputed': 1,
    'billing.payment_refunded': 1,
    'billing.payment_succeeded': 1,
    'billing.receipt_issued': 1,
  },
};

/** What is left, but for accounts that hold nothing: the sale of 49.99 without the refund of 10.00, or nothing of it. */
const ENDS = {
  winning_evidence: {
    payment: { ...PAID, disputed: 0, lost: 0, excess: 0 },
    refunds: [REFUNDED],
    disputes: [{ ...DISPUTED, amount: 3_999, state: 'won', funds: 'returned', returned_fee: -1_500 }],
    balances: {
      'assets:stripe': -3_824,
      'expenses:stripe_fees': -175,
      'income:course_purchase': 1_200,
      'payable:ann': 1_600,
      'payable:bob': 1_199,
    },
    ...TOLD_ONCE,
    everythingIsBack: false,
  },
  losing_evidence: {
    payment: { ...PAID, disputed: 4_999, lost: 4_999, excess: 1_000 },
    refunds: [REFUNDED],
    disputes: [{ ...DISPUTED, amount: 4_999, state: 'lost', funds: 'withdrawn', returned_fee: null }],
    balances: {
      'assets:stripe': 1_175 + 1_500,
      'expenses:chargeback_losses': -1_000,
      'expenses:stripe_fees': -175 - 1_500,
    },
    ...TOLD_ONCE,
    everythingIsBack: true,
  },
};

/** What Stripe said of a payment when each event of its life happened. */
type Chronicle = Readonly<Record<(typeof LIFE)[number], Omit<ProviderNews, 'paymentId'>>>;

describe('The events of a payment that is refunded in part and then disputed', () => {
  let azora: Azora;
  let commands: CommandBus;
  let stripe: Stripe;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.stripe.setWebhook();
    commands = azora.app.get(CommandBus);
    stripe = azora.app.get(Stripe, { strict: false });
  });

  afterAll(() => azora.stop());

  /** Lives it once at the provider, and asks after each event what an event that is handled at that moment would. */
  async function chronicleOf(end: 'winning_evidence' | 'losing_evidence', disputed: number): Promise<Chronicle> {
    const { id } = await stripe.paymentIntents.create({
      amount: 4_999,
      currency: 'usd',
      payment_method: 'pm_card_visa',
    });
    const news = async () => ({
      outcome: await azora.app.get(PaymentGateway, { strict: false }).find(id),
      refunds: await azora.app.get(RefundGateway, { strict: false }).refundsOf(id),
      disputes: await azora.app.get(DisputeGateway, { strict: false }).disputesOf(id),
    });
    const created = await news();
    await stripe.paymentIntents.confirm(id, { return_url: 'https://example.org' });
    const succeeded = await news();
    await stripe.refunds.create({ payment_intent: id, amount: 1_000 });
    const refunded = await news();
    const dispute = azora.stripe.dispute(id, { amount: disputed });
    const opened = await news();
    await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: end } });
    azora.stripe.advance(60);
    return {
      'payment_intent.created': created,
      // The balance transaction can be later than the charge.
      'charge.succeeded': { ...succeeded, outcome: { ...succeeded.outcome, fee: null } },
      'payment_intent.succeeded': succeeded,
      'refund.created': refunded,
      'charge.dispute.created': opened,
      'charge.dispute.closed': await news(),
    };
  }

  /** The same life, of a payment of its own. */
  function retold(chronicle: Chronicle, name: string): Chronicle {
    return JSON.parse(JSON.stringify(chronicle).replaceAll(/"((?:pi|re|dp)_)\w+"/g, `"$1${name}"`), (key, value) =>
      value !== null && ['evidenceDueAt', 'openedAt'].includes(key) ? new Date(value) : value,
    );
  }

  function received(paymentId: string, events: readonly { id: string; type: string }[]) {
    return rowsOf(
      azora,
      `insert into billing.provider_events (id, provider, event_id, type, payment_id, payload, received_at)
       select id, 'stripe', id, type, $1, '{}', now() from jsonb_to_recordset($2) as event (id uuid, type text)`,
      [paymentId, JSON.stringify(events)],
    );
  }

  async function liveThrough(chronicle: Chronicle, order: readonly (typeof LIFE)[number][]) {
    const [ann, bob] = [newId(), newId()];
    const shares = [
      { payeeId: ann, amount: 2_000 },
      { payeeId: bob, amount: 1_499 },
    ];
    const price = Money.of(4_999, 'USD');
    const { paymentId } = await commands.execute(
      new RequestPayment(newId(), 'course_purchase', newId(), price, shares, 'Course: Tests'),
    );
    const life = retold(chronicle, paymentId.replaceAll('-', ''));
    const events = order.map(type => ({ id: newId(), type }));
    await received(paymentId, events);
    for (const { id, type } of events) {
      const apply = new ApplyProviderEvent(id, { paymentId, ...life[type] });
      await commands.execute(apply);
      await commands.execute(apply);
    }
    return JSON.stringify(await endOf(paymentId))
      .replaceAll(ann, 'ann')
      .replaceAll(bob, 'bob');
  }

  /** All that is stored of a payment but ids, moments and how its sums came together. */
  async function endOf(paymentId: string) {
    const [payment] = await rowsOf(
      azora,
      `select state, failure, fee, refunded, refunding, disputed, lost, excess from billing.payments where id = $1`,
      [paymentId],
    );
    const refunds = await rowsOf(
      azora,
      'select amount, state, reason, fee, check_at is null as done from billing.refunds where payment_id = $1',
      [paymentId],
    );
    const disputes = await rowsOf(
      azora,
      `select amount, state, reason, funds, fee, returned_fee, evidence_due_at, check_at is null as done
       from billing.disputes where payment_id = $1`,
      [paymentId],
    );
    const balances = await rowsOf<{ account: string; balance: number }>(
      azora,
      `with own as (
         select 'payment:' || $1 as name union select 'refund:' || id from billing.refunds where payment_id = $1::uuid
         union select 'dispute:' || id from billing.disputes where payment_id = $1::uuid)
       select account, sum(amount)::float8 as balance
       from own cross join unnest(array['', ':sale', ':settlement', ':won', ':won:settlement']) as suffix
       join billing.ledger_transactions t on reference = name || suffix
       join billing.ledger_entries on t.id = transaction_id
       group by account having sum(amount) <> 0 order by account`,
      [paymentId],
    );
    const told = await rowsOf<{ type: string; times: number; total: boolean }>(
      azora,
      `select type, count(*)::int as times, coalesce(bool_or((payload->>'total')::boolean), false) as total
       from kernel.outbox where payload->>'paymentId' = $1 group by type order by type`,
      [paymentId],
    );
    return {
      payment,
      refunds,
      disputes,
      balances: Object.fromEntries(balances.map(({ account, balance }) => [account, balance])),
      told: Object.fromEntries(told.map(({ type, times }) => [type, times])),
      everythingIsBack: told.some(({ total }) => total),
    };
  }

  it.each([
    ['720', 'is lost, also over what was refunded', 'losing_evidence', 4_999, LIFE],
    ['24', 'is won', 'winning_evidence', 3_999, LIFE.slice(2)],
  ] as const)(
    'lead to one end, in all %s orders and with every event twice, where the dispute %s',
    async (count, _, evidence, disputed, life) => {
      const chronicle = await chronicleOf(evidence, disputed);
      const orders = permutations(life);
      const ends = new Map<string, number>();
      const waiting = orders.entries();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const [, order] of waiting) {
            const end = await liveThrough(chronicle, order);
            ends.set(end, (ends.get(end) ?? 0) + 1);
          }
        }),
      );
      expect([...ends.values()]).toEqual([Number(count)]);
      expect(JSON.parse([...ends.keys()][0] ?? '')).toEqual(ENDS[evidence]);
    },
    300_000,
  );
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap(item => permutations(items.filter(other => other !== item)).map(rest => [item, ...rest]));
}
