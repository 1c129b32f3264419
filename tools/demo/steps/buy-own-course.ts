import { randomUUID } from 'node:crypto';
import type { Course } from '../course.ts';
import type { Person } from '../person.ts';

export async function buyOwnCourse(instructor: Person, { id: courseId }: Course): Promise<void> {
  const order = { courseId, paymentMethod: 'pm_card_visa' };
  (await instructor.post('/api/courses/purchase', order, randomUUID())).refused(409, 'own_course');
}
