import { ASKED } from '../asked.ts';
import type { Person } from '../person.ts';
import type { TaughtCourse } from '../taught-course.ts';
import { publishCourse } from './publish-course.ts';

export async function publishTaughtCourse(instructor: Person): Promise<TaughtCourse> {
  const { prompt, right, wrong } = ASKED;
  const options = [{ text: right, correct: true }, { text: wrong }];
  const answer = await instructor.post<TaughtCourse>('/api/courses/upload', {
    title: 'A Year of Books',
    summary: 'From the first receipt to the closing entry.',
    price: { amount: 2900, currency: 'USD' },
    lessons: [
      { title: 'Receipts', body: '# Receipts\n\nKeep them all.' },
      {
        title: 'Expenses',
        body: '# Expenses\n\nThey stand on the left.',
        opens: { daysAfterPrevious: 0 },
        quiz: { questions: [{ kind: 'single_choice', prompt, options, explanation: 'It takes from what you own.' }] },
      },
      {
        title: 'Closing the year',
        body: '# Closing\n\nEverything returns to zero.',
        opens: { daysAfterEnrollment: 7 },
      },
    ],
  });
  const course = answer.granted();
  await publishCourse(instructor, course);
  return course;
}
