import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import { type Progress, progressOf } from '../progress-of.ts';
import type { TaughtCourse } from '../taught-course.ts';

export async function completeLastLesson(learner: Person, course: TaughtCourse): Promise<void> {
  (await learner.get(`/api/courses/${course.id}/certificate`)).refused(404, 'certificate_not_found');
  const path = `/api/courses/${course.id}/lessons/${course.lessons[2].id}/complete`;
  const { completedAt } = (await learner.post<Progress>(path)).granted();
  expectSame('whether the course is completed', completedAt !== null, true);
  expectSame('the progress after that', (await progressOf(learner, course)).completedAt, completedAt);
}
