import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

export async function uploadNonsense(instructor: Person): Promise<void> {
  const answer = await instructor.post('/api/courses/upload', {
    title: 'Something for Nothing',
    summary: 'We pay you.',
    price: { amount: -1, currency: 'USD' },
    lessons: [],
  });
  const { errors = [] } = answer.refused(422, 'invalid_input');
  expectSame(
    'the faults pointed to',
    errors.map(({ pointer }) => pointer),
    ['/price/amount'],
  );
}
