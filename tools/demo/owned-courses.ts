import type { Person } from './person.ts';

/** The ids of the courses somebody is enrolled in. */
export async function ownedCourses(learner: Person): Promise<string[]> {
  const { items } = (await learner.get<{ items: { courseId: string }[] }>('/api/courses/mine')).granted();
  return items.map(({ courseId }) => courseId);
}
