import { newId } from '../../kernel/domain/ids.ts';
import { Enrollment } from './enrollment.ts';
import type { Enrollments } from './enrollments.ts';
import type { Purchase } from './purchase.ts';

/** Gives the learner of a purchase a place in its course: a new one, or the one they had before. */
export async function grantPlace(enrollments: Enrollments, { courseId, learnerId }: Purchase, now: Date) {
  const former = await enrollments.find(courseId, learnerId);
  if (former) former.resume();
  else enrollments.add(Enrollment.enroll(newId(), courseId, learnerId, 'purchase', now));
}
