import type { Course } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

export async function uploadCourse(instructor: Person): Promise<Course> {
  const answer = await instructor.post<Course & { state: string }>('/api/courses/upload', {
    title: 'Bookkeeping for Builders',
    summary: 'Why every cent is written down twice.',
    price: { amount: 3900, currency: 'USD' },
    lessons: [
      { title: 'Debit and credit', body: '# Debit and credit\n\nEvery cent comes from somewhere.', preview: true },
      { title: 'Reversals', body: '# Reversals\n\nNothing is erased; it is written back.' },
    ],
  });
  const { state, ...course } = answer.granted();
  expectSame('the state of an uploaded course', state, 'draft');
  return course;
}
