import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anInstructor } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';

describe('The database has once for each learner and course', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const [instructor, { api }] = await Promise.all([anInstructor(azora), aLearner(azora)]);
    const { id: courseId, lessonIds } = await aPublishedCourse(instructor, 0);
    await api.once().post('/api/courses/purchase', { courseId });
    for (const lessonId of lessonIds) await api.post(`/api/courses/${courseId}/lessons/${lessonId}/complete`);
    await api.post(`/api/courses/${courseId}/reviews`, { rating: 5, text: '' });
  });

  afterAll(() => azora.stop());

  /** Inserts every row once more, as it is but for this. */
  const repeat = (table: string, otherwise: string) =>
    rowsOf(
      azora,
      `insert into catalog.${table}
       select (jsonb_populate_record(it, jsonb_build_object(${otherwise}))).* from catalog.${table} it returning id`,
    );

  it.each([
    ['a live purchase', 'purchases', `'id', uuidv7()`, 'purchases_one_live'],
    [
      'a live purchase, be it paid or not',
      'purchases',
      `'id', uuidv7(), 'state', 'pending', 'paid_at', null`,
      'purchases_one_live',
    ],
    ['an enrollment', 'enrollments', `'id', uuidv7()`, 'enrollments_once'],
    ['an enrollment, also when it has ended', 'enrollments', `'id', uuidv7(), 'ended_at', now()`, 'enrollments_once'],
    ['a review', 'reviews', `'id', uuidv7()`, 'reviews_once'],
    ['a review, also when it is hidden', 'reviews', `'id', uuidv7(), 'state', 'hidden'`, 'reviews_once'],
    ['a certificate', 'certificates', `'code', 'ANOTHER'`, 'certificates_pkey'],
    ['a code, of whomever', 'certificates', `'id', uuidv7()`, 'certificates_code_key'],
  ])('%s', async (_, table, otherwise, constraint) => {
    await expect(repeat(table, otherwise)).rejects.toMatchObject({ code: '23505', constraint });
  });

  it('what is live: what was given back does not stand in the way', async () => {
    expect(await repeat('purchases', `'id', uuidv7(), 'state', 'refunded'`)).toHaveLength(1);
  });
});
