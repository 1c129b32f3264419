import { aStoredCourseOnSale } from '../../src/catalog/testing/commands.ts';
import { Azora } from '../support/azora.ts';
import { aPublishedCourse, type PublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anInstructor, PASSWORD, type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { rowsOf } from '../support/stored.ts';

const REPLY = 'Thank you, says Ottilie.';
const REASON = 'It names my street, says Lea.';

/** Whoever teaches is forgotten, and so is whoever has found a review wrong. */
describe('Erasing the account of an instructor', () => {
  let azora: Azora;
  let instructor: Person;
  let support: Person;
  let learner: Person;
  let reporter: Person;
  let sold: PublishedCourse;
  let waiting: PublishedCourse;
  let reviewId: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { COURSE_REVIEW: 'on' } });
    [instructor, support] = await Promise.all([anInstructor(azora), someoneWith(azora, 'support')]);
    [learner, reporter] = await Promise.all([aLearner(azora), aLearner(azora)]);
    [sold, waiting] = [await aPublishedCourse(instructor, 0), await aPublishedCourse(instructor, 0)];
    await support.api.post(`/api/admin/courses/${sold.id}/approve`);
    await learner.api.once().post('/api/courses/purchase', { courseId: sold.id });
    await learner.api.post(`/api/courses/${sold.id}/lessons/${sold.lessonIds[0]}/complete`);
    const { body } = await learner.api.post(`/api/courses/${sold.id}/reviews`, { rating: 2, text: 'Dull.' });
    reviewId = body.id;
    await instructor.api.put(`/api/reviews/${reviewId}/reply`, { text: REPLY });
    await learner.api.put(`/api/reviews/${reviewId}`, { rating: 1, text: 'Dull.' });
    await reporter.api.post(`/api/reviews/${reviewId}/report`, { reason: REASON });
  });

  afterAll(() => azora.stop());

  const catalogOf = async ({ api }: Person) => (await api.get('/api/me/export')).body.sections.catalog;

  const erase = ({ api }: Person) => api.send('DELETE', '/api/me', { password: PASSWORD });

  it('begins with what each of them has said', async () => {
    const [taught, learned, reported] = [
      await catalogOf(instructor),
      await catalogOf(learner),
      await catalogOf(reporter),
    ];
    expect(taught.reviewReplies).toEqual([{ reviewId, text: REPLY, repliedAt: expect.any(String) }]);
    expect(learned.reviews).toMatchObject([{ id: reviewId, state: 'visible', changedAt: expect.any(String) }]);
    expect(reported.reviewReports).toEqual([{ reviewId, reason: REASON, reportedAt: expect.any(String) }]);
    for (const others of [taught.reviewReports, learned.reviewReports, learned.reviewReplies, reported.reviewReplies])
      expect(others).toEqual([]);
  });

  it('takes what they sell off sale and out of review, however many courses there are', async () => {
    for (let count = 0; count < 60; count += 1) await aStoredCourseOnSale(azora, { instructorId: instructor.id });
    expect((await erase(instructor)).status).toBe(200);
    await eventually(async () => {
      const offered = await rowsOf(
        azora,
        `select from catalog.courses where instructor_id = $1 and (state <> 'archived' or submitted_at is not null)`,
        [instructor.id],
      );
      return offered.length === 0;
    });
    const purchase = reporter.api.once().post('/api/courses/purchase', { courseId: sold.id });
    expectProblem(await purchase, 404, 'course_not_found');
    expectProblem(await azora.api.get(`/api/courses/${sold.slug}`), 404, 'course_not_found');
    expect((await support.api.get('/api/admin/courses')).body.items).toEqual([]);
    expectProblem(await support.api.post(`/api/admin/courses/${waiting.id}/approve`), 409, 'course_not_in_review');
  });

  it('leaves their courses with whoever has them', async () => {
    const { status, body } = await learner.api.get(`/api/courses/${sold.id}/learn`);
    expect({ status, lessons: body.lessons.length }).toEqual({ status: 200, lessons: 2 });
  });

  it('leaves nothing of what they have replied, nor of what a reporter has found wrong', async () => {
    expect((await erase(reporter)).status).toBe(200);
    await eventually(async () => {
      const said = await rowsOf(
        azora,
        `select from catalog.reviews where reply is not null or replied_at is not null
         union all select from catalog.review_reports`,
      );
      return said.length === 0;
    });
    const { body } = await azora.api.get(`/api/courses/${sold.id}/reviews`);
    expect(body.items).toMatchObject([{ id: reviewId, text: 'Dull.', reply: null }]);
  });
});
