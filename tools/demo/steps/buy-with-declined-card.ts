import { randomUUID } from 'node:crypto';
import type { Course } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import { ownedCourses } from '../owned-courses.ts';
import type { Person } from '../person.ts';
import { Surprise } from '../surprise.ts';

/** @returns the id of the purchase, which waits to be paid */
export async function buyWithDeclinedCard(learner: Person, { id: courseId }: Course): Promise<string> {
  const order = { courseId, paymentMethod: 'pm_card_chargeDeclined' };
  const problem = (await learner.post('/api/courses/purchase', order, randomUUID())).refused(402, 'payment_declined');
  expectSame('the courses owned', await ownedCourses(learner), []);
  if (!problem.reference) throw new Surprise('the problem to name the purchase as its reference', problem);
  return problem.reference;
}
