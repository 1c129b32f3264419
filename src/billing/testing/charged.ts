import { CommandBus } from '@nestjs/cqrs';
import Stripe from 'stripe';
import type { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { RecordDisputes } from '../commands/record-disputes.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { DisputeGateway } from '../domain/dispute-gateway.ts';
import { PaymentGateway } from '../domain/payment-gateway.ts';
import { aRequestedPayment } from './paid.ts';

/** 49.99 USD, charged at the provider, of whose answer we know nothing. @returns its id there */
export async function charge(azora: Azora, payment_method: string, metadata: Record<string, string>): Promise<string> {
  const wish = { amount: 4_999, currency: 'usd', payment_method, payment_method_types: ['card'], confirm: true };
  const intent = await azora.app.get(Stripe, { strict: false }).paymentIntents.create({ ...wish, metadata });
  return intent.id;
}

/** A payment that its bank has taken back, as far as that is known. */
export async function aDisputedPayment(azora: Azora, payerId?: string) {
  const paymentId = await aRequestedPayment(azora, { payerId });
  const intentId = await charge(azora, 'pm_card_createDispute', { payment_id: paymentId });
  const outcome = await azora.app.get(PaymentGateway, { strict: false }).find(intentId);
  const told = await azora.app.get(DisputeGateway, { strict: false }).disputesOf(intentId);
  await azora.app.get(CommandBus).execute(new RecordOutcome(paymentId, outcome));
  await azora.app.get(CommandBus).execute(new RecordDisputes(paymentId, told));
  const [dispute] = await rowsOf<{ id: string }>(azora, 'select id from billing.disputes where payment_id = $1', [
    paymentId,
  ]);
  return { paymentId, id: dispute?.id ?? '', providerId: told[0]?.id ?? '' };
}
