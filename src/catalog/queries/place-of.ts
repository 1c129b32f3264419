import type { Database } from '../../kernel/persistence/database.ts';
import type { Section } from '../domain/curriculum.ts';
import type { Progress } from '../domain/drip.ts';
import { NotEnrolled } from '../domain/enrollment.errors.ts';

/** A learner's place in a course, and the course as it was published last. */
export interface Place extends Progress {
  readonly enrollmentId: string;
  readonly title: string;
  readonly completedAt: Date | null;
  readonly sections: readonly Section[];
}

const SQL = `
  select e.id as "enrollmentId", c.title, e.enrolled_at as "enrolledAt", e.completed_at as "completedAt",
         e.completed_lessons as completions, r.sections
  from catalog.enrollments e
  join catalog.courses c on c.id = e.course_id
  join catalog.releases r on r.course_id = c.id and r.number = c.release
  where e.course_id = $1 and e.learner_id = $2 and e.ended_at is null`;

/** @throws NotEnrolled */
export async function placeOf(database: Database, courseId: string, learnerId: string): Promise<Place> {
  const [place] = await database.prepared<Place>('place-of', SQL, [courseId, learnerId]);
  if (!place) throw new NotEnrolled();
  return place;
}
