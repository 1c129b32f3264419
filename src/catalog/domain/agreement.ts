import { AgreementOutOfTime } from './agreement.errors.ts';

const MOST_YEARS_AHEAD = 5;

/** What an agreement is about: all sales of one course, or of each course of one instructor. */
export type Subject =
  | { readonly courseId: string; readonly instructorId: null }
  | { readonly courseId: null; readonly instructorId: string };

/**
 * Another part of their sales for instructors than the usual one. It never changes: it holds from its moment on, until
 * another holds that was agreed about the same. What is agreed about a course beats what is agreed about its owner.
 */
export class Agreement {
  constructor(
    readonly id: string,
    readonly courseId: string | null,
    readonly instructorId: string | null,
    /** In ten-thousandths. */
    readonly basisPoints: number,
    readonly effectiveAt: Date,
    readonly setBy: string,
    readonly setAt: Date,
  ) {}

  /** @param from at once without it @throws AgreementOutOfTime for the past, in which what was sold is sold */
  static reach(
    id: string,
    { courseId, instructorId }: Subject,
    basisPoints: number,
    from: Date | undefined,
    setBy: string,
    now: Date,
  ): Agreement {
    const latest = new Date(now);
    latest.setUTCFullYear(now.getUTCFullYear() + MOST_YEARS_AHEAD);
    if (from && (from < now || from > latest)) throw new AgreementOutOfTime(now, latest);
    return new Agreement(id, courseId, instructorId, basisPoints, from ?? now, setBy, now);
  }
}
