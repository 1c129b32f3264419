import { CommandBus } from '@nestjs/cqrs';
import type { Azora } from '../../../test/support/azora.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment } from '../billing.contract.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { aSnapshot } from './payments.ts';

interface Traits {
  payerId?: string;
  amount?: Money;
  description?: string;
}

/** A payment that was asked for and charged; nobody has heard yet what became of it. */
export async function aRequestedPayment(
  azora: Azora,
  { payerId = newId(), amount = Money.of(4_999, 'USD'), description = 'Course: Tests' }: Traits = {},
): Promise<string> {
  const submission = { paymentMethod: 'pm_card_visa', operationId: newId() };
  const request = new RequestPayment(payerId, 'course_purchase', newId(), amount, [], description, submission);
  return (await azora.app.get(CommandBus).execute(request)).paymentId;
}

/** Tells of the end of a payment. */
export async function conclude(azora: Azora, paymentId: string, state: 'succeeded' | 'failed' = 'succeeded') {
  const outcome = { ...aSnapshot(state, { id: `pi_${newId()}` }), method: 'card' };
  await azora.app.get(CommandBus).execute(new RecordOutcome(paymentId, outcome));
}

export async function aPaidPayment(azora: Azora, traits: Traits = {}): Promise<string> {
  const paymentId = await aRequestedPayment(azora, traits);
  await conclude(azora, paymentId);
  return paymentId;
}
