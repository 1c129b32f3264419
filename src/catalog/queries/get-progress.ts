import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { type Lesson, lessonsOf } from '../domain/curriculum.ts';
import { type Opening, openingsOf } from '../domain/drip.ts';
import { type Place, placeOf } from './place-of.ts';
import type { progressView } from './progress.view.ts';

/** @throws NotEnrolled */
export class GetProgress extends Query<z.infer<typeof progressView>> {
  constructor(
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

@QueryHandler(GetProgress)
export class GetProgressHandler implements IQueryHandler<GetProgress> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, learnerId }: GetProgress) {
    const place = await placeOf(this.database, courseId, learnerId);
    const lessons = lessonsOf(place.sections);
    const openings = openingsOf(lessons, place, this.clock.now());
    const completedLessons = lessons.filter(({ id }) => place.completions[id]).length;
    return {
      courseId,
      completedLessons,
      lessons: lessons.length,
      percent: Math.floor((100 * completedLessons) / lessons.length),
      enrolledAt: place.enrolledAt.toISOString(),
      completedAt: place.completedAt?.toISOString() ?? null,
      schedule: lessons.map(lesson => scheduled(lesson, place, openings.get(lesson.id) as Opening)),
    };
  }
}

function scheduled({ id, title }: Lesson, { completions }: Place, { open, opensAt, waitsFor }: Opening) {
  const completion = completions[id];
  return {
    lessonId: id,
    title,
    completedAt: completion ? new Date(completion.at).toISOString() : null,
    score: completion?.score ?? null,
    open,
    opensAt: opensAt?.toISOString() ?? null,
    waitsFor,
  };
}
