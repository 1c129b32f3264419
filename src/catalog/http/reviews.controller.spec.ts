import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf } from '../../../test/support/stored.ts';
import { courseView } from '../queries/course.view.ts';
import { reportedReviewPageView, reviewPageView, reviewView } from '../queries/review.view.ts';

describe('Reviews', () => {
  let azora: Azora;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    instructor = await anInstructor(azora);
  });

  afterAll(() => azora.stop());

  /** @param completed how many of its lessons they have completed */
  async function aLearnerOf({ id, lessonIds }: PublishedCourse, completed = 1): Promise<Person> {
    const learner = await aLearner(azora);
    await learner.api.once().post('/api/courses/purchase', { courseId: id });
    for (const lessonId of lessonIds.slice(0, completed))
      await learner.api.post(`/api/courses/${id}/lessons/${lessonId}/complete`);
    return learner;
  }

  const review = ({ api }: Person, { id }: PublishedCourse, rating = 5, text = 'At last.') =>
    api.post(`/api/courses/${id}/reviews`, { rating, text });

  const shown = async ({ id }: PublishedCourse, query = '') =>
    reviewPageView.parse((await azora.api.get(`/api/courses/${id}/reviews?${query}`)).body).items;

  const ratingOf = async ({ slug }: PublishedCourse) =>
    courseView.parse((await azora.api.get(`/api/courses/${slug}`)).body).rating;

  it('are shown with the name of their author, and in the rating of the course, with the next read', async () => {
    const course = await aPublishedCourse(instructor, 0);
    expect(await ratingOf(course)).toEqual({ average: null, count: 0 });
    const [ada, bob] = [await aLearnerOf(course), await aLearnerOf(course)];
    const posted = await review(ada, course, 5);
    expect(posted.status).toBe(201);
    await review(bob, course, 2, '');
    expect(await shown(course)).toMatchObject([{ rating: 2 }, reviewView.parse(posted.body)]);
    expect((await shown(course))[1]?.author.id).toBe(ada.id);
    expect(await ratingOf(course)).toEqual({ average: 3.5, count: 2 });
    expect(await shown(course, 'rating=2')).toMatchObject([{ rating: 2 }]);
  });

  it('come after a fifth of the lessons, from learners, and once', async () => {
    const course = await aPublishedCourse(instructor, 0, 6);
    expectProblem(await review(await aLearner(azora), course), 404, 'not_enrolled');
    expectProblem(await review(instructor, course), 404, 'not_enrolled');
    expectProblem(await review(await aLearnerOf(course, 1), course), 409, 'too_early_to_review');
    const learner = await aLearnerOf(course, 2);
    const answers = await Promise.all(Array.from({ length: 10 }, () => review(learner, course)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expectProblem(await review(learner, course), 409, 'already_reviewed');
    expect(await ratingOf(course)).toEqual({ average: 5, count: 1 });
  });

  it('of twenty learners at the same moment make one rating, and each is told of once', async () => {
    const course = await aPublishedCourse(instructor, 0);
    const learners = await Promise.all(Array.from({ length: 20 }, () => aLearnerOf(course)));
    const posted = await Promise.all(
      learners.flatMap((learner, index) => [1, 2].map(() => review(learner, course, 1 + (index % 5)))),
    );
    expect(posted.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(await ratingOf(course)).toEqual({ average: 3, count: 20 });
    const told = (await eventsOf(azora, 'catalog.review_posted')) as { courseId: string }[];
    expect(told.filter(({ courseId }) => courseId === course.id)).toHaveLength(20);
  });

  it('are changed and removed by their author only', async () => {
    const course = await aPublishedCourse(instructor, 0);
    const learner = await aLearnerOf(course);
    const { body } = await review(learner, course, 5);
    const path = `/api/reviews/${body.id}`;
    for (const other of [await aLearnerOf(course), instructor]) {
      expectProblem(await other.api.put(path, { rating: 1, text: '' }), 404, 'review_not_found');
      expectProblem(await other.api.send('DELETE', path), 404, 'review_not_found');
    }
    const changed = await learner.api.put(path, { rating: 1, text: 'I was wrong.' });
    expect(changed.body).toMatchObject({ rating: 1, text: 'I was wrong.', changedAt: expect.any(String) });
    expect(await ratingOf(course)).toEqual({ average: 1, count: 1 });
    expect((await learner.api.send('DELETE', path)).status).toBe(204);
    expect(await ratingOf(course)).toEqual({ average: null, count: 0 });
    expect((await review(learner, course, 4)).status).toBe(201);
  });

  it('are replied to by the instructor of the course', async () => {
    const course = await aPublishedCourse(instructor, 0);
    const { body } = await review(await aLearnerOf(course), course);
    const path = `/api/reviews/${body.id}/reply`;
    expectProblem(await (await anInstructor(azora)).api.put(path, { text: 'Mine!' }), 404, 'review_not_found');
    await instructor.api.put(path, { text: 'Thank you!' });
    expect(await shown(course)).toMatchObject([{ reply: { text: 'Thank you!' } }]);
    await instructor.api.send('DELETE', path);
    expect(await shown(course)).toMatchObject([{ reply: null }]);
  });

  it('that are reported are hidden by the staff, and do not count until they are restored', async () => {
    const course = await aPublishedCourse(instructor, 0);
    const [author, reader, support] = [
      await aLearnerOf(course),
      await aLearner(azora),
      await someoneWith(azora, 'support'),
    ];
    const { body } = await review(author, course, 1, 'Buy at example.org!');
    const report = ({ api }: Person) => api.post(`/api/reviews/${body.id}/report`, { reason: 'An advertisement.' });
    expectProblem(await report(author), 409, 'own_review');
    for (const _ of [1, 2]) expect((await report(reader)).status).toBe(204);
    const listed = async (state: string) =>
      reportedReviewPageView
        .parse((await support.api.get(`/api/admin/reviews?state=${state}`)).body)
        .items.filter(({ id }) => id === body.id);
    expect(await listed('reported')).toMatchObject([{ reports: [{ reason: 'An advertisement.' }] }]);

    await support.api.post(`/api/admin/reviews/${body.id}/hide`);
    expect(await shown(course)).toEqual([]);
    expect(await ratingOf(course)).toEqual({ average: null, count: 0 });
    expect(await listed('reported')).toEqual([]);
    expect(await listed('hidden')).toMatchObject([{ state: 'hidden' }]);
    expectProblem(await report(reader), 404, 'review_not_found');

    await support.api.post(`/api/admin/reviews/${body.id}/restore`);
    expect(await shown(course)).toHaveLength(1);
    expect(await ratingOf(course)).toEqual({ average: 1, count: 1 });
  });

  it('make the same rating in whatever order they are posted, changed, hidden and removed', async () => {
    const course = await aPublishedCourse(instructor, 0);
    const support = await someoneWith(azora, 'support');
    const learners = await Promise.all(Array.from({ length: 4 }, () => aLearnerOf(course)));
    const standing = new Map<number, { id: string; rating: number; visible: boolean }>();
    const act = fc.record({
      who: fc.nat(3),
      deed: fc.constantFrom('rate', 'remove', 'hide', 'restore'),
      rating: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 6 }), async acts => {
        for (const { who, deed, rating } of acts) {
          const { api } = learners[who] as Person;
          const known = standing.get(who);
          if (deed === 'rate' && !known) {
            const { body } = await review(learners[who] as Person, course, rating);
            standing.set(who, { id: body.id, rating, visible: true });
          } else if (known && deed === 'rate') {
            await api.put(`/api/reviews/${known.id}`, { rating, text: '' });
            known.rating = rating;
          } else if (known && deed === 'remove') {
            await api.send('DELETE', `/api/reviews/${known.id}`);
            standing.delete(who);
          } else if (known) {
            await support.api.post(`/api/admin/reviews/${known.id}/${deed}`);
            known.visible = deed === 'restore';
          }
        }
        const visible = [...standing.values()].filter(it => it.visible).map(it => it.rating);
        const sum = visible.reduce((total, rating) => total + rating, 0);
        expect(await ratingOf(course)).toEqual({
          average: visible.length === 0 ? null : Math.floor((sum * 100) / visible.length) / 100,
          count: visible.length,
        });
      }),
      { numRuns: 15 },
    );
  });
});
