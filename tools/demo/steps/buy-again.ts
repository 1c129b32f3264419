import { randomUUID } from 'node:crypto';
import type { Course } from '../course.ts';
import type { Person } from '../person.ts';

export async function buyAgain(learner: Person, { id: courseId }: Course): Promise<void> {
  const order = { courseId, paymentMethod: 'pm_card_visa' };
  (await learner.post('/api/courses/purchase', order, randomUUID())).refused(409, 'course_already_owned');
}
