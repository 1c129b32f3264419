import type Stripe from 'stripe';
import { openSandbox, payment, refusal } from './test-bench.ts';

const DAY = 24 * 60 * 60;
const BANK_DECIDES = 60;

async function aDispute(stripe: Stripe, payment_method = 'pm_card_createDispute'): Promise<Stripe.Dispute> {
  const { id } = await stripe.paymentIntents.create({ ...payment, payment_method });
  const [dispute] = (await stripe.disputes.list({ payment_intent: id })).data;
  return dispute as Stripe.Dispute;
}

async function eventsOf(stripe: Stripe, type: string): Promise<string[]> {
  return (await stripe.events.list({ type })).data.map(event => event.type).reverse();
}

const answer = (text: string) => ({ evidence: { uncategorized_text: text } });

describe('a dispute', () => {
  it('follows the payment of the card made for it and takes the money and a fee', async () => {
    const { stripe } = await openSandbox();
    const dispute = await aDispute(stripe);
    expect(dispute).toMatchObject({
      amount: 1000,
      is_charge_refundable: false,
      reason: 'fraudulent',
      status: 'needs_response',
    });
    expect(dispute.balance_transactions).toMatchObject([{ amount: -1000, fee: 1500, net: -2500 }]);
    expect((await stripe.charges.retrieve(dispute.charge as string)).disputed).toBe(true);
    const refund = stripe.refunds.create({ charge: dispute.charge as string });
    expect((await refusal(refund)).code).toBe('charge_disputed');
    expect(await eventsOf(stripe, 'charge.dispute.*')).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ]);
  });

  it('is won with winning evidence, and money and fee come back', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id, charge } = await aDispute(stripe);
    const submitted = await stripe.disputes.update(id, answer('winning_evidence'));
    expect(submitted).toMatchObject({
      evidence_details: { has_evidence: true, submission_count: 1, submission_method: 'manual' },
      status: 'under_review',
    });
    expect((await refusal(stripe.disputes.update(id, answer('losing_evidence')))).statusCode).toBe(400);
    sandbox.advance(BANK_DECIDES);
    const won = await stripe.disputes.retrieve(id);
    expect(won.status).toBe('won');
    expect(won.balance_transactions.map(({ net }) => net)).toEqual([-2500, 2500]);
    expect((await eventsOf(stripe, 'charge.dispute.*')).slice(2)).toEqual([
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
    expect((await stripe.refunds.create({ charge: charge as string })).status).toBe('succeeded');
  });

  it('is lost with losing evidence, and the money stays away', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id, charge } = await aDispute(stripe);
    await stripe.disputes.update(id, answer('losing_evidence'));
    sandbox.advance(BANK_DECIDES);
    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      status: 'lost',
      balance_transactions: [{ net: -2500 }],
    });
    expect((await eventsOf(stripe, 'charge.dispute.*')).slice(2)).toEqual([
      'charge.dispute.updated',
      'charge.dispute.closed',
    ]);
    expect((await refusal(stripe.refunds.create({ charge: charge as string }))).code).toBe('charge_disputed');
  });

  it('can follow any payment, over what is not refunded or over more', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id } = await stripe.paymentIntents.create(payment);
    await stripe.refunds.create({ payment_intent: id, amount: 400 });
    expect(sandbox.dispute(id)).toMatchObject({ amount: 600, status: 'needs_response', reason: 'general' });
    const more = await fetch(`${sandbox.url}/_sandbox/disputes/${id}`, {
      method: 'POST',
      body: JSON.stringify({ amount: 1000, inquiry: true }),
    });
    expect(await more.json()).toMatchObject({ amount: 1000, status: 'warning_needs_response' });
    const { id: waiting } = await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    for (const [name, status] of [
      ['pi_nothing', 404],
      [waiting, 409],
    ])
      expect((await fetch(`${sandbox.url}/_sandbox/disputes/${name}`, { method: 'POST' })).status).toBe(status);
  });

  it('keeps evidence that is only staged until it is submitted', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id } = await aDispute(stripe);
    const staged = await stripe.disputes.update(id, { ...answer('winning_evidence'), submit: false });
    expect(staged).toMatchObject({
      evidence: { uncategorized_text: 'winning_evidence' },
      evidence_details: { has_evidence: true, submission_count: 0 },
      status: 'needs_response',
    });
    expect((await stripe.disputes.update(id, { metadata: { case: '7' } })).status).toBe('needs_response');
    await stripe.disputes.update(id, { submit: true });
    sandbox.advance(BANK_DECIDES);
    expect(await stripe.disputes.retrieve(id)).toMatchObject({ metadata: { case: '7' }, status: 'won' });
  });

  it('is under review for as long as the evidence is of another kind', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id } = await aDispute(stripe);
    await stripe.disputes.update(id, { evidence: { customer_name: 'Ada' } });
    sandbox.advance(30 * DAY);
    expect((await stripe.disputes.retrieve(id)).status).toBe('under_review');
  });

  it('is lost when nobody answers in time, or at once when it is accepted', async () => {
    const { sandbox, stripe } = await openSandbox();
    const accepted = await aDispute(stripe, 'pm_card_createDisputeProductNotReceived');
    expect(accepted.reason).toBe('product_not_received');
    expect((await stripe.disputes.close(accepted.id)).status).toBe('lost');
    expect((await refusal(stripe.disputes.close(accepted.id))).statusCode).toBe(400);
    const ignored = await aDispute(stripe);
    sandbox.advance(9 * DAY);
    expect((await stripe.disputes.retrieve(ignored.id)).status).toBe('lost');
    expect(await eventsOf(stripe, 'charge.dispute.closed')).toHaveLength(2);
  });
});

describe('an inquiry', () => {
  const card = 'pm_card_createDisputeInquiry';

  it('takes no money and lets the charge be refunded', async () => {
    const { stripe } = await openSandbox();
    const inquiry = await aDispute(stripe, card);
    expect(inquiry).toMatchObject({
      balance_transactions: [],
      is_charge_refundable: true,
      payment_method_details: { card: { case_type: 'inquiry' } },
      status: 'warning_needs_response',
    });
    expect(await eventsOf(stripe, 'charge.dispute.*')).toEqual(['charge.dispute.created']);
    expect((await stripe.refunds.create({ charge: inquiry.charge as string })).amount).toBe(1000);
  });

  it('closes with winning evidence, or by itself in the end', async () => {
    const { sandbox, stripe } = await openSandbox();
    const answered = await aDispute(stripe, card);
    expect((await stripe.disputes.update(answered.id, answer('winning_evidence'))).status).toBe('warning_under_review');
    sandbox.advance(BANK_DECIDES);
    expect((await stripe.disputes.retrieve(answered.id)).status).toBe('warning_closed');
    const forgotten = await aDispute(stripe, card);
    sandbox.advance(120 * DAY);
    expect((await stripe.disputes.retrieve(forgotten.id)).status).toBe('warning_closed');
  });

  it('can become a dispute that takes the money', async () => {
    const { sandbox, stripe } = await openSandbox();
    const { id } = await aDispute(stripe, card);
    await stripe.disputes.update(id, answer('escalate_inquiry_evidence'));
    sandbox.advance(BANK_DECIDES);
    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      balance_transactions: [{ net: -2500 }],
      evidence: { uncategorized_text: null },
      payment_method_details: { card: { case_type: 'chargeback' } },
      status: 'needs_response',
    });
    await stripe.disputes.update(id, answer('winning_evidence'));
    sandbox.advance(BANK_DECIDES);
    expect((await stripe.disputes.retrieve(id)).status).toBe('won');
  });
});
