import { Azora, unique } from '../../../test/support/azora.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { learningView, ownedCoursePageView } from '../queries/course.view.ts';
import { progressView } from '../queries/progress.view.ts';
import { purchaseView } from '../queries/purchase.view.ts';

describe('Buying and learning over HTTP', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;

  beforeAll(async () => {
    azora = await Azora.start();
    [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
  });

  afterAll(() => azora.stop());

  function buy(course: PublishedCourse, paymentMethod?: string) {
    return learner.api
      .once()
      .post('/api/courses/purchase', { courseId: course.id, ...(paymentMethod && { paymentMethod }) });
  }

  async function owned(): Promise<string[]> {
    const { body } = await learner.api.get('/api/courses/mine?limit=100');
    return ownedCoursePageView.parse(body).items.map(({ courseId }) => courseId);
  }

  it('a course for money: the purchase answers, the enrollment follows the payment', async () => {
    const course = await aPublishedCourse(instructor);
    const bought = await buy(course, 'pm_card_visa');
    expect(bought.status).toBe(201);
    expect(purchaseView.parse(bought.body)).toMatchObject({
      courseId: course.id,
      price: { amount: 4_999, currency: 'USD' },
      paymentState: 'succeeded',
    });
    await eventually(async () => (await owned()).includes(course.id));
    expectProblem(await buy(course, 'pm_card_visa'), 409, 'course_already_owned');
  });

  it('a course without a payment method or a default, which waits to be paid', async () => {
    const course = await aPublishedCourse(instructor);
    const started = purchaseView.parse((await buy(course)).body);
    expect(started).toMatchObject({ state: 'pending', paymentState: 'pending', clientSecret: null });
    expect(await owned()).not.toContain(course.id);
    expect((await buy(course)).body).toEqual(started);
    expect((await buy(course, 'pm_card_visa')).body).toMatchObject({ id: started.id, paymentState: 'succeeded' });
  });

  it('a lesson, completed by ids in capitals', async () => {
    const course = await aPublishedCourse(instructor, 0);
    await buy(course);
    const lesson = `${course.id}/lessons/${course.lessonIds[0]}`.toUpperCase().replace('LESSONS', 'lessons');
    expect(await learner.api.post(`/api/courses/${lesson}/complete`)).toMatchObject({
      status: 200,
      body: { completedLessons: 1 },
    });
  });

  it('a free course, which is theirs with the answer', async () => {
    const course = await aPublishedCourse(instructor, 0);
    expect(purchaseView.parse((await buy(course)).body)).toMatchObject({
      state: 'paid',
      paymentId: null,
      paymentState: null,
    });
    expect(await owned()).toContain(course.id);
  });

  it('nothing when the card is declined', async () => {
    const course = await aPublishedCourse(instructor);
    expectProblem(await buy(course, 'pm_card_chargeDeclined'), 402, 'payment_declined');
    expect(await owned()).not.toContain(course.id);
    expect((await buy(course, 'pm_card_visa')).body.paymentState).toBe('succeeded');
  });

  it('neither a draft nor their own course', async () => {
    const course = await aPublishedCourse(instructor);
    const own = await instructor.api.once().post('/api/courses/purchase', { courseId: course.id });
    expectProblem(own, 409, 'own_course');
    const { body: draft } = await instructor.api.post('/api/courses/upload', {
      title: 'Draft',
      summary: '',
      price: { amount: 50, currency: 'USD' },
      lessons: [],
    });
    expectProblem(await buy({ ...course, id: draft.id }), 404, 'course_not_found');
  });

  it('in the order of their enrollment, latest first, page by page', async () => {
    const courses: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const course = await aPublishedCourse(instructor, 0);
      await buy(course);
      courses.unshift(course.id);
    }
    const first = ownedCoursePageView.parse((await learner.api.get('/api/courses/mine?limit=2')).body);
    const second = (await learner.api.get(`/api/courses/mine?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...ownedCoursePageView.parse(second).items].map(({ courseId }) => courseId)).toEqual(
      courses,
    );
  });

  it('shows every lesson to the enrolled, and what they have completed', async () => {
    const course = await aPublishedCourse(instructor, 0);
    const [first, last] = course.lessonIds;
    const learn = () => learner.api.get(`/api/courses/${course.id}/learn`);
    const progress = () => learner.api.get(`/api/courses/${course.id}/progress`);
    const complete = (lessonId = '') => learner.api.post(`/api/courses/${course.id}/lessons/${lessonId}/complete`);
    expectProblem(await learn(), 404, 'not_enrolled');
    expectProblem(await progress(), 404, 'not_enrolled');
    expectProblem(await complete(first), 404, 'not_enrolled');

    await buy(course);
    expect(learningView.parse((await learn()).body).lessons).toMatchObject([
      { id: first, body: '# Text', completed: false },
      { id: last, body: '# Text', completed: false },
    ]);
    expect(progressView.parse((await complete(first)).body)).toMatchObject({
      courseId: course.id,
      completedLessons: 1,
      lessons: 2,
      percent: 50,
      completedAt: null,
    });
    expect((await progress()).body).toEqual((await complete(first)).body);
    expectProblem(await complete(course.id), 404, 'lesson_not_found');
    const done = await complete(last);
    expect((await complete(last)).body).toEqual(done.body);
    const { completedAt, lessons } = learningView.parse((await learn()).body);
    expect(new Date(completedAt as string)).toEqual(new Date(done.body.completedAt));
    expect(lessons.map(({ completed }) => completed)).toEqual([true, true]);
  });

  it('lessons one by one, as their author has them open', async () => {
    const secret = unique('secret');
    const at = new Date(azora.clock.now().getTime() + 10 * DAY_MS).toISOString();
    const body = `# ${secret}`;
    const { body: draft } = await instructor.api.post('/api/courses/upload', {
      ...{ title: 'Drip', summary: '', price: { amount: 0, currency: 'USD' } },
      lessons: [
        { title: 'At once', body: '# Text' },
        { title: 'Next', body, opens: { daysAfterPrevious: 2 } },
        { title: 'Shown to all', body: '# Preview', preview: true, opens: { at } },
        { title: 'Last', body, opens: { daysAfterEnrollment: 1 } },
      ],
    });
    await instructor.api.post(`/api/courses/${draft.id}/publish`);
    await buy(draft);
    const [first, second, , last] = draft.lessons.map(({ id }: { id: string }) => id);
    const complete = (id: string) => learner.api.post(`/api/courses/${draft.id}/lessons/${id}/complete`);
    const learn = async () => learningView.parse((await learner.api.get(`/api/courses/${draft.id}/learn`)).body);
    const schedule = async () =>
      progressView.parse((await learner.api.get(`/api/courses/${draft.id}/progress`)).body).schedule;

    expect((await learn()).lessons).toMatchObject([
      { open: true, body: '# Text' },
      { open: false, body: null, html: null, waitsFor: first },
      { open: false, body: '# Preview', opensAt: at },
      { open: false, body: null, waitsFor: null },
    ]);
    expect(JSON.stringify(await learn())).not.toContain(secret);
    const locked = await complete(second);
    expectProblem(locked, 409, 'lesson_locked');
    expect(locked.body).toMatchObject({ opensAt: null, waitsFor: first });

    await complete(first);
    expect((await complete(second)).body.opensAt).toBe((await schedule())[1]?.opensAt);
    azora.clock.advance({ days: 1 });
    expect((await schedule()).map(({ open }) => open)).toEqual([true, false, false, true]);
    azora.clock.advance({ days: 1 });
    expect((await complete(second)).body).toMatchObject({ completedLessons: 2 });
    expect((await learn()).lessons).toMatchObject([{}, { body }, {}, { body }]);

    await instructor.api.put(`/api/courses/${draft.id}/sections`, {
      sections: [
        { title: '', lessons: [second, last].map(id => ({ id, title: 'Anew', preview: false, opens: { at } })) },
      ],
    });
    await instructor.api.post(`/api/courses/${draft.id}/publish`);
    expect(await schedule()).toMatchObject([
      { lessonId: second, open: true },
      { lessonId: last, opensAt: at },
    ]);
  });
});
