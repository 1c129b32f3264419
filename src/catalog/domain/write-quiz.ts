import { newId } from '../../kernel/domain/ids.ts';
import type { Courses } from './courses.ts';
import type { LessonQuiz } from './curriculum.ts';
import type { Option, Question, Task } from './question.ts';
import { QuestionHasNoAnswer } from './quiz.errors.ts';
import { Quiz } from './quiz.ts';

/** A question as its author writes it. */
export type WrittenQuestion = WrittenTask & Pick<Question, 'prompt' | 'points' | 'explanation'>;

type ChoiceTask = Extract<Task, { options: unknown }>;
type WrittenTask =
  | Exclude<Task, ChoiceTask>
  | { readonly kind: ChoiceTask['kind']; readonly options: readonly Omit<Option, 'id'>[] };

export interface WrittenQuiz {
  readonly questions: readonly WrittenQuestion[];
  readonly passPercent: number;
  /** Undefined for any number. */
  readonly attempts?: number;
  readonly shuffled: boolean;
}

/** Keeps a quiz, and answers what its lesson knows of it. @throws QuestionHasNoAnswer */
export function writeQuiz(courses: Courses, courseId: string, written: WrittenQuiz): LessonQuiz {
  const { passPercent, attempts, shuffled } = written;
  const questions = questionsOf(written);
  const quiz = new Quiz(newId(), courseId, questions, passPercent, attempts ?? null, shuffled);
  courses.addQuiz(quiz);
  return { id: quiz.id, length: lengthOf(questions) };
}

/** @throws QuestionHasNoAnswer */
export function questionsOf({ questions }: WrittenQuiz): Question[] {
  return questions.map(questionOf);
}

/** In characters. */
export function lengthOf(questions: readonly Question[]): number {
  return JSON.stringify(questions).length;
}

function questionOf(written: WrittenQuestion, place: number): Question {
  const id = crypto.randomUUID();
  if (!('options' in written)) return { ...written, id };
  const right = written.options.filter(({ correct }) => correct).length;
  if (right === 0 || (written.kind === 'single_choice' && right > 1)) throw new QuestionHasNoAnswer(place + 1);
  // Ids by chance, because those that grow with time would tell in which order the author wrote the options.
  return { ...written, id, options: written.options.map(option => ({ ...option, id: crypto.randomUUID() })) };
}
