import { randomUUID } from 'node:crypto';
import type { Course } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

interface Purchase {
  readonly paymentId: string;
  readonly paymentState: string;
}

/** @returns the id of the payment */
export async function buy(learner: Person, { id: courseId }: Course, paymentMethod = 'pm_card_visa'): Promise<string> {
  const order = { courseId, paymentMethod };
  const { paymentId, paymentState } = (
    await learner.post<Purchase>('/api/courses/purchase', order, randomUUID())
  ).granted();
  expectSame('the state of the payment', paymentState, 'succeeded');
  return paymentId;
}
