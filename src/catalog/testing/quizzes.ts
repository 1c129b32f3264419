import { newId } from '../../kernel/domain/ids.ts';
import type { Answers } from '../domain/grade.ts';
import type { Question, Task } from '../domain/question.ts';
import { Quiz } from '../domain/quiz.ts';
import type { WrittenQuiz } from '../domain/write-quiz.ts';

/** One question of each kind, of 10 points. What is right is nowhere in what is asked. */
export const WRITTEN_QUIZ = {
  questions: [
    {
      kind: 'single_choice',
      prompt: 'What comes first?',
      points: 2,
      explanation: 'EXPLAINED: characters first.',
      options: [
        { text: 'Lexing', correct: true },
        { text: 'Parsing', correct: false },
        { text: 'Linking', correct: false },
      ],
    },
    {
      kind: 'multiple_choice',
      prompt: 'Which are tokens?',
      points: 3,
      explanation: '',
      options: [
        { text: 'A number', correct: true },
        { text: 'A keyword', correct: true },
        { text: 'A comment', correct: false },
      ],
    },
    { kind: 'true_false', prompt: 'Trees have roots.', points: 1, explanation: '', correct: true },
    {
      kind: 'short_text',
      prompt: 'Who reads it?',
      points: 2,
      explanation: '',
      accepted: ['SECRETREADER', 'The Parser'],
    },
    { kind: 'number', prompt: 'How many?', points: 2, explanation: '', value: 7_654_321.5, tolerance: 0.5 },
  ],
  passPercent: 70,
  shuffled: true,
} satisfies WrittenQuiz;

export function aQuestion(task: Task, points = 1): Question {
  return { id: newId(), prompt: 'What?', explanation: '', points, ...task };
}

export function aQuiz(quiz: Partial<Pick<Quiz, 'courseId' | 'questions' | 'attempts' | 'passPercent'>> = {}): Quiz {
  const { courseId = newId(), attempts = null, passPercent = 70 } = quiz;
  const questions = quiz.questions ?? [aQuestion({ kind: 'true_false', correct: true })];
  return new Quiz(newId(), courseId, questions, passPercent, attempts, true);
}

/** As who knows everything answers. */
export function rightAnswersTo(questions: readonly Question[]): Answers {
  return Object.fromEntries(questions.map(question => [question.id, rightAnswerTo(question)]));
}

function rightAnswerTo(question: Question) {
  switch (question.kind) {
    case 'single_choice':
      return question.options.find(({ correct }) => correct)?.id as string;
    case 'multiple_choice':
      return question.options.filter(({ correct }) => correct).map(({ id }) => id);
    case 'true_false':
      return question.correct;
    case 'short_text':
      return question.accepted[0] as string;
    case 'number':
      return question.value;
  }
}
