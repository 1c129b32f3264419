import type { Person } from '../person.ts';
import { Surprise } from '../surprise.ts';

/** @returns the id of their latest payment that succeeded */
export async function findPayment(learner: Person): Promise<string> {
  const history = await learner.get<{ items: { id: string }[] }>('/api/payments/history?state=succeeded');
  const [latest] = history.granted().items;
  if (!latest) throw new Surprise('a payment that succeeded', history);
  return latest.id;
}
