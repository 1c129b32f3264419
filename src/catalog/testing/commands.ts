import { CommandBus } from '@nestjs/cqrs';
import type { Azora } from '../../../test/support/azora.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { DraftCourse } from '../commands/draft-course.ts';
import { PublishCourse } from '../commands/publish-course.ts';
import type { Offer } from '../domain/course.ts';
import { anOffer, lessons } from './courses.ts';

export interface StoredCourse {
  readonly courseId: string;
  readonly instructorId: string;
}

interface CourseTraits extends Partial<Offer> {
  readonly lessonCount?: number;
  readonly instructorId?: string;
}

/** A draft in the database, by an instructor of its own. */
export async function aStoredDraft(
  azora: Azora,
  { lessonCount = 2, instructorId = newId(), ...offer }: CourseTraits = {},
): Promise<StoredCourse> {
  const courseId = newId();
  await azora.app
    .get(CommandBus)
    .execute(
      new DraftCourse(courseId, instructorId, anOffer(offer), [{ title: 'Basics', lessons: lessons(lessonCount) }]),
    );
  return { courseId, instructorId };
}

export async function aStoredCourseOnSale(azora: Azora, traits: CourseTraits = {}): Promise<StoredCourse> {
  const course = await aStoredDraft(azora, traits);
  await azora.app.get(CommandBus).execute(new PublishCourse(course.courseId, course.instructorId));
  return course;
}
