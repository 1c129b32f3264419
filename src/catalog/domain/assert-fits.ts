import { CourseTooLarge } from './course.errors.ts';
import { MOST_LESSONS, MOST_SECTIONS, MOST_TEXT } from './curriculum.ts';

/** Lengths are in characters. */
interface Measured {
  readonly lessons: readonly { readonly length: number; readonly quiz?: { readonly length: number } | null }[];
}

/** @throws CourseTooLarge */
export function assertFits(sections: readonly Measured[]): void {
  const lessons = sections.flatMap(section => section.lessons);
  const length = lessons.reduce((sum, lesson) => sum + lesson.length + (lesson.quiz?.length ?? 0), 0);
  if (sections.length > MOST_SECTIONS || lessons.length > MOST_LESSONS || length > MOST_TEXT)
    throw new CourseTooLarge();
}
