import type { Course } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

interface Progress {
  readonly completedLessons: number;
  readonly completedAt: string | null;
}

export async function completeLessons(learner: Person, { id, lessons }: Course): Promise<void> {
  const complete = async (lessonId: string) =>
    (await learner.post<Progress>(`/api/courses/${id}/lessons/${lessonId}/complete`)).granted();

  const progress: Progress[] = [];
  for (const lesson of lessons) progress.push(await complete(lesson.id));
  expectSame(
    'the lessons completed, and whether the course is, after each',
    progress.map(({ completedLessons, completedAt }) => [completedLessons, completedAt !== null]),
    lessons.map((_, index) => [index + 1, index + 1 === lessons.length]),
  );
  for (const lesson of lessons) expectSame('the progress after a repeat', await complete(lesson.id), progress.at(-1));
}
