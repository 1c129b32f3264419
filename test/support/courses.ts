import { unique } from './azora.ts';
import type { Person } from './people.ts';

export interface PublishedCourse {
  readonly id: string;
  readonly slug: string;
  readonly sectionId: string;
  readonly lessonIds: string[];
}

/** @param amount minor units */
export async function aPublishedCourse(
  instructor: Person,
  amount = 4_999,
  lessons = 2,
  currency = 'USD',
): Promise<PublishedCourse> {
  const { body: draft } = await instructor.api.post('/api/courses/upload', {
    title: unique('Compilers'),
    summary: 'From characters to machine code.',
    price: { amount, currency },
    lessons: Array.from({ length: lessons }, (_, index) => ({
      title: `Lesson ${index + 1}`,
      body: '# Text',
      preview: index === 0,
    })),
  });
  await instructor.api.post(`/api/courses/${draft.id}/publish`);
  const { id, slug, sections } = draft;
  const lessonIds = draft.lessons.map((lesson: { id: string }) => lesson.id);
  return { id, slug, sectionId: sections[0].id, lessonIds };
}
