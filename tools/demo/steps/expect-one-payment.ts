import type { Course, Price } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

/** Of all attempts one took money, and it took the price of the course. */
export async function expectOnePayment(learner: Person, { price }: Course): Promise<void> {
  const answer = await learner.get<{ items: { amount: Price }[] }>('/api/payments/history?state=succeeded');
  expectSame(
    'the payments that succeeded',
    answer.granted().items.map(({ amount }) => amount),
    [price],
  );
}
