import { Attempt } from './attempt.ts';
import { type Answers, grade, percentOf } from './grade.ts';
import type { Question } from './question.ts';
import { NoAttemptsLeft } from './quiz.errors.ts';

/** The questions of a lesson, as they were written once. */
export class Quiz {
  constructor(
    readonly id: string,
    readonly courseId: string,
    readonly questions: readonly Question[],
    /** How much of all points it takes to pass. */
    readonly passPercent: number,
    /** How many attempts a learner has; null for any number. */
    readonly attempts: number | null,
    /** Whether each attempt has questions and options in another order. */
    readonly shuffled: boolean,
  ) {}

  /**
   * @param id the same for each repeat of one
   * @param before how many there were
   * @throws NoAttemptsLeft, AnswerDoesNotFit
   */
  attempt(id: string, enrollmentId: string, before: number, answers: Answers, now: Date): Attempt {
    if (this.attempts !== null && before >= this.attempts) throw new NoAttemptsLeft();
    const marks = grade(this.questions, answers);
    return new Attempt(id, enrollmentId, this.id, before + 1, marks, percentOf(this.questions, marks), now);
  }

  isPassedWith(percent: number): boolean {
    return percent >= this.passPercent;
  }
}
