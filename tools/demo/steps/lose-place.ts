import { eventually } from '../eventually.ts';
import { ownedCourses } from '../owned-courses.ts';
import type { Person } from '../person.ts';

export async function losePlace(learner: Person): Promise<void> {
  await eventually(
    'to be enrolled in nothing any more',
    () => ownedCourses(learner),
    owned => owned.length === 0,
  );
}
