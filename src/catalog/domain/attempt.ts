import type { Mark } from './grade.ts';

/** A learner's try at a quiz, as it was graded. It never changes. */
export class Attempt {
  constructor(
    readonly id: string,
    readonly enrollmentId: string,
    readonly quizId: string,
    /** From 1 on, without gaps. */
    readonly number: number,
    readonly marks: readonly Mark[],
    /** Of all points, rounded down. */
    readonly percent: number,
    readonly submittedAt: Date,
  ) {}
}
