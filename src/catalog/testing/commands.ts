import { CommandBus } from '@nestjs/cqrs';
import type { Azora } from '../../../test/support/azora.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { DraftCourse } from '../commands/draft-course.ts';
import { PublishCourse } from '../commands/publish-course.ts';
import type { Offer } from '../domain/course.ts';
import { anOffer, lessons } from './courses.ts';

interface StoredCourse {
  readonly courseId: string;
  readonly instructorId: string;
}

/** A draft in the database, by an instructor of its own. */
export async function aStoredDraft(
  azora: Azora,
  { lessonCount = 2, ...offer }: Partial<Offer> & { lessonCount?: number } = {},
): Promise<StoredCourse> {
  const [courseId, instructorId] = [newId(), newId()];
  await azora.app
    .get(CommandBus)
    .execute(new DraftCourse(courseId, instructorId, anOffer(offer), lessons(lessonCount)));
  return { courseId, instructorId };
}

export async function aStoredCourseOnSale(
  azora: Azora,
  traits: Partial<Offer> & { lessonCount?: number } = {},
): Promise<StoredCourse> {
  const course = await aStoredDraft(azora, traits);
  await azora.app.get(CommandBus).execute(new PublishCourse(course.courseId, course.instructorId));
  return course;
}
