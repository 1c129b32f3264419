import { newId } from '../../kernel/domain/ids.ts';
import type { Courses } from './courses.ts';
import type { Lesson, Opens } from './curriculum.ts';
import { LessonText, type Markdown } from './lesson-text.ts';
import { type WrittenQuiz, writeQuiz } from './write-quiz.ts';

/** A lesson as its author writes it. */
export interface WrittenLesson {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly preview: boolean;
  readonly opens?: Opens;
  readonly quiz?: WrittenQuiz;
}

/** Keeps what a lesson says and asks, and answers the lesson that does. @throws QuestionHasNoAnswer */
export function writeLesson(
  courses: Courses,
  markdown: Markdown,
  courseId: string,
  { title, body, preview, opens, quiz }: WrittenLesson,
  lessonId = newId(),
): Lesson {
  const text = new LessonText(newId(), courseId, body, markdown.render(body));
  courses.addText(text);
  return {
    id: lessonId,
    title,
    preview,
    textId: text.id,
    length: body.length,
    opens: opens ?? null,
    ...(quiz && { quiz: writeQuiz(courses, courseId, quiz) }),
  };
}
