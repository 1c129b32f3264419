import { DAY_MS } from '../../kernel/domain/clock.ts';
import type { Lesson } from './curriculum.ts';

export interface Completion {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What the lesson's quiz was passed with, in percent; null without one. */
  readonly score: number | null;
}

/** By the id of the lesson. */
export type Completions = Readonly<Record<string, Completion>>;

/** What decides which lessons are open to a learner. */
export interface Progress {
  readonly enrolledAt: Date;
  readonly completions: Completions;
}

export interface Opening {
  readonly open: boolean;
  /** When it opens; null while it is open, or while that depends on another lesson. */
  readonly opensAt: Date | null;
  /** The lesson that has to be completed first. */
  readonly waitsFor: string | null;
}

const OPEN: Opening = { open: true, opensAt: null, waitsFor: null };

/** For each lesson, by its id, whether it is open to a learner. What they have completed stays open, whatever its author changes. */
export function openingsOf(lessons: readonly Lesson[], progress: Progress, now: Date): Map<string, Opening> {
  return new Map(
    lessons.map((lesson, place) => {
      const isCompleted = progress.completions[lesson.id] !== undefined;
      return [lesson.id, isCompleted ? OPEN : openingOf(lesson, lessons[place - 1], progress, now)];
    }),
  );
}

function openingOf(
  { opens }: Lesson,
  previous: Lesson | undefined,
  { enrolledAt, completions }: Progress,
  now: Date,
): Opening {
  if (!opens) return OPEN;
  if ('at' in opens) return from(new Date(opens.at), 0, now);
  if ('daysAfterEnrollment' in opens) return from(enrolledAt, opens.daysAfterEnrollment, now);
  if (!previous) return OPEN;
  const completion = completions[previous.id];
  if (!completion) return { open: false, opensAt: null, waitsFor: previous.id };
  return from(new Date(completion.at), opens.daysAfterPrevious, now);
}

function from(start: Date, days: number, now: Date): Opening {
  const opensAt = new Date(start.getTime() + days * DAY_MS);
  return opensAt <= now ? OPEN : { open: false, opensAt, waitsFor: null };
}
