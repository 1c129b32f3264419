import type { Course } from './course.ts';
import type { Person } from './person.ts';

export interface Progress {
  readonly completedLessons: number;
  readonly enrolledAt: string;
  readonly completedAt: string | null;
  readonly schedule: readonly ScheduledLesson[];
}

interface ScheduledLesson {
  readonly lessonId: string;
  readonly open: boolean;
  /** Null while it is open, or waits for another lesson. */
  readonly opensAt: string | null;
  readonly waitsFor: string | null;
}

export async function progressOf(learner: Person, { id }: Course): Promise<Progress> {
  return (await learner.get<Progress>(`/api/courses/${id}/progress`)).granted();
}
