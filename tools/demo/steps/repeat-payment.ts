import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import type { MadePayment } from './pay-with-good-card.ts';

export async function repeatPayment(
  learner: Person,
  { order, idempotencyKey, collection }: MadePayment,
): Promise<void> {
  const answer = await learner.post('/api/payments/process', order, idempotencyKey);
  expectSame('the repeated answer', answer.granted(), collection);
  expectSame('whether it is marked as replayed', answer.isReplayed, true);
}
