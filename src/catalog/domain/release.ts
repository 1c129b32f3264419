import type { Section } from './curriculum.ts';

/** A course as it went on sale, or as its learners got it with a later change. It never changes. */
export class Release {
  constructor(
    readonly courseId: string,
    /** From 1 on, without gaps. */
    readonly number: number,
    readonly sections: readonly Section[],
  ) {}
}
