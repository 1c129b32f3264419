import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
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

  describe('that their author removes', () => {
    async function aReview() {
      const course = await aPublishedCourse(instructor, 0);
      const [author, support] = [await aLearnerOf(course), await someoneWith(azora, 'support')];
      const { body } = await review(author, course, 1, 'Buy at example.org!');
      const report = async () =>
        (await aLearner(azora)).api.post(`/api/reviews/${body.id}/report`, { reason: 'An advertisement.' });
      const judge = (verdict: string) => support.api.post(`/api/admin/reviews/${body.id}/${verdict}`);
      const remove = () => author.api.send('DELETE', `/api/reviews/${body.id}`);
      const again = () => review(author, course, 1, 'Buy at example.org!');
      const listed = async (state: string) => {
        const answer = await support.api.get(`/api/admin/reviews?state=${state}`);
        return reportedReviewPageView.parse(answer.body).items.find(({ id }) => id === body.id);
      };
      return { course, author, id: body.id as string, report, judge, remove, again, listed };
    }

    it('while they are hidden do not come back', async () => {
      const { course, author, id, judge, remove, again, listed } = await aReview();
      await judge('hide');
      expect((await remove()).status).toBe(204);
      expectProblem(await again(), 409, 'review_withheld');
      expect(await shown(course)).toEqual([]);
      expect(await ratingOf(course)).toEqual({ average: null, count: 0 });
      expect(await listed('hidden')).toMatchObject({ state: 'withdrawn', rating: null, text: '' });
      expectProblem(await author.api.put(`/api/reviews/${id}`, { rating: 1, text: 'Buy!' }), 404, 'review_not_found');
      expectProblem(await remove(), 404, 'review_not_found');
    });

    it('while they are reported are still looked at, and whoever had to hide them keeps them from coming back', async () => {
      const { course, report, judge, remove, again, listed } = await aReview();
      await report();
      await remove();
      expect(await shown(course)).toEqual([]);
      const before = await listed('reported');
      expect(before).toMatchObject({ state: 'withdrawn', text: '', reports: [{ reason: 'An advertisement.' }] });
      expectProblem(await again(), 409, 'review_withheld');
      await judge('hide');
      expect(await listed('reported')).toBeUndefined();
      expectProblem(await again(), 409, 'review_withheld');
    });

    it('for no fault of theirs may be written anew', async () => {
      const { course, id, report, judge, remove, again } = await aReview();
      await report();
      await remove();
      expectProblem(await report(), 404, 'review_not_found');
      expect((await judge('restore')).status).toBe(204);
      expectProblem(await judge('restore'), 404, 'review_not_found');
      expect((await again()).status).toBe(201);
      expect(await shown(course)).toMatchObject([{ rating: 1, reply: null }]);
      expect((await shown(course))[0]?.id).not.toBe(id);
    });

    it('are in the audit log as what they were and became', async () => {
      const { id, judge, remove } = await aReview();
      await judge('hide');
      await remove();
      await judge('hide');
      await judge('restore');
      const hashOf = (state: string) => createHash('sha256').update(JSON.stringify({ state })).digest();
      const judged = (before: string, after: string) => ({ before: hashOf(before), after: hashOf(after) });
      const sql = `select before_hash as before, after_hash as after from identity.audit_log
                   where action = 'catalog.review_judged' and subject = $1 order by id`;
      expect(await rowsOf(azora, sql, [`review:${id}`])).toEqual([
        judged('visible', 'hidden'),
        judged('withdrawn', 'withdrawn'),
        judged('withdrawn', 'removed'),
      ]);
    });
  });

  it('make the same rating in whatever order they are posted, changed, hidden and removed', async () => {
    const course = await aPublishedCourse(instructor, 0);
    const support = await someoneWith(azora, 'support');
    const learners = await Promise.all(Array.from({ length: 2 }, () => aLearnerOf(course)));
    type Standing = { id: string; rating: number; state: 'visible' | 'hidden' | 'withdrawn' };
    const standing = new Map<number, Standing>();
    const act = fc.record({
      who: fc.nat(1),
      deed: fc.constantFrom('rate', 'remove', 'hide', 'restore'),
      rating: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async acts => {
        for (const { who, deed, rating } of acts) {
          const learner = learners[who] as Person;
          const known = standing.get(who);
          if (deed === 'rate' && !known) {
            const { body } = await review(learner, course, rating);
            standing.set(who, { id: body.id, rating, state: 'visible' });
          } else if (known && deed === 'rate') {
            const { status } = await learner.api.put(`/api/reviews/${known.id}`, { rating, text: '' });
            expect(status).toBe(known.state === 'withdrawn' ? 404 : 200);
            if (known.state === 'withdrawn')
              expectProblem(await review(learner, course, rating), 409, 'review_withheld');
            known.rating = rating;
          } else if (known && deed === 'remove') {
            await learner.api.send('DELETE', `/api/reviews/${known.id}`);
            if (known.state === 'visible') standing.delete(who);
            else known.state = 'withdrawn';
          } else if (known) {
            await support.api.post(`/api/admin/reviews/${known.id}/${deed}`);
            if (known.state !== 'withdrawn') known.state = deed === 'restore' ? 'visible' : 'hidden';
            else if (deed === 'restore') standing.delete(who);
          }
        }
        const visible = [...standing.values()].filter(it => it.state === 'visible').map(it => it.rating);
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
