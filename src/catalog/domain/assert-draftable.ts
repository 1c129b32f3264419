import { assertFits } from './assert-fits.ts';
import type { WrittenLesson } from './write-lesson.ts';
import { lengthOf, questionsOf } from './write-quiz.ts';

/** Tells before anything is kept whether a course of these lessons can be. @throws CourseTooLarge, QuestionHasNoAnswer */
export function assertDraftable(sections: readonly { readonly lessons: readonly WrittenLesson[] }[]): void {
  const measured = ({ body, quiz }: WrittenLesson) => ({
    length: body.length,
    quiz: quiz && { length: lengthOf(questionsOf(quiz)) },
  });
  assertFits(sections.map(({ lessons }) => ({ lessons: lessons.map(measured) })));
}
