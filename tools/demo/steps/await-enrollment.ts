import { isDeepStrictEqual } from 'node:util';
import type { Course } from '../course.ts';
import { eventually } from '../eventually.ts';
import { ownedCourses } from '../owned-courses.ts';
import type { Person } from '../person.ts';

export async function awaitEnrollment(learner: Person, course: Course): Promise<void> {
  await eventually(
    `to be enrolled in ${course.id} alone`,
    () => ownedCourses(learner),
    owned => isDeepStrictEqual(owned, [course.id]),
  );
}
