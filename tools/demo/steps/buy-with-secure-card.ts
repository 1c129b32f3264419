import { randomUUID } from 'node:crypto';
import type { Course } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import { Surprise } from '../surprise.ts';

interface Purchase {
  readonly paymentState: string;
  readonly clientSecret: string | null;
  readonly nextActionUrl: string | null;
}

/** @returns the page on which the bank asks for 3-D Secure */
export async function buyWithSecureCard(learner: Person, { id: courseId }: Course): Promise<string> {
  const order = { courseId, paymentMethod: 'pm_card_authenticationRequired' };
  const purchase = (await learner.post<Purchase>('/api/courses/purchase', order, randomUUID())).granted();
  expectSame('the state of the payment', purchase.paymentState, 'requires_action');
  const { clientSecret, nextActionUrl } = purchase;
  if (!clientSecret || !nextActionUrl) throw new Surprise('a client secret and a page to go to', purchase);
  return nextActionUrl;
}
