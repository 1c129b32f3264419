import { newId } from '../../kernel/domain/ids.ts';
import type { Courses } from './courses.ts';
import type { Lesson, Opens } from './curriculum.ts';
import { LessonText, type Markdown } from './lesson-text.ts';

/** A lesson as its author writes it. */
export interface WrittenLesson {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly preview: boolean;
  readonly opens?: Opens;
}

/** Keeps what a lesson says, and answers the lesson that says it. */
export function writeLesson(
  courses: Courses,
  markdown: Markdown,
  courseId: string,
  { title, body, preview, opens }: WrittenLesson,
  now: Date,
  lessonId = newId(),
): Lesson {
  const text = new LessonText(newId(), courseId, body, markdown.render(body), now);
  courses.addText(text);
  return { id: lessonId, title, preview, textId: text.id, length: body.length, opens: opens ?? null };
}
