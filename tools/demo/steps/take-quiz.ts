import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import { Surprise } from '../surprise.ts';
import type { TaughtCourse } from '../taught-course.ts';

interface Quiz {
  readonly questions: readonly [{ readonly id: string; readonly options: readonly { id: string; text: string }[] }];
}

interface Attempt {
  readonly percent: number;
  readonly passed: boolean;
}

/** Reads the quiz, which does not tell what is right, and answers it by the text of an option. */
export async function takeQuiz(learner: Person, course: TaughtCourse, choice: string): Promise<Attempt> {
  const path = `/api/courses/${course.id}/quizzes/${course.lessons[1].quiz.id}`;
  const quiz = (await learner.get<Quiz>(path)).granted();
  const [question] = quiz.questions;
  const option = question.options.find(({ text }) => text === choice);
  if (!option) throw new Surprise(`an option "${choice}"`, question);
  expectSame('what is told of an option', Object.keys(option), ['id', 'text']);
  const answers = { [question.id]: option.id };
  const { percent, passed } = (await learner.post<Attempt>(`${path}/attempts`, { answers })).granted();
  return { percent, passed };
}
