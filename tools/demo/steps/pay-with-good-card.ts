import { randomUUID } from 'node:crypto';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

export interface Collection {
  readonly payment: { readonly id: string; readonly state: string };
}

/** A payment as it was asked for and answered, so that it can be repeated. */
export interface MadePayment {
  readonly order: object;
  readonly idempotencyKey: string;
  readonly collection: Collection;
}

export async function payWithGoodCard(learner: Person, purchaseId: string): Promise<MadePayment> {
  const order = { purpose: 'course_purchase', reference: purchaseId, paymentMethod: 'pm_card_visa' };
  const idempotencyKey = randomUUID();
  const answer = await learner.post<Collection>('/api/payments/process', order, idempotencyKey);
  const collection = answer.granted();
  expectSame('the state of the payment', collection.payment.state, 'succeeded');
  return { order, idempotencyKey, collection };
}
