import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import type { Question } from '../domain/question.ts';
import { authoredCourseView, learningView } from '../queries/course.view.ts';
import { attemptPageView, attemptView, quizView } from '../queries/quiz.view.ts';
import { rightAnswersTo, WRITTEN_QUIZ } from '../testing/quizzes.ts';

/** Whatever tells what is right. */
const GIVEN_AWAY = /"correct"|"accepted"|"tolerance"|"value"|EXPLAINED|SECRETREADER|7654321/;

describe('A quiz over HTTP', () => {
  let azora: Azora;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    instructor = await anInstructor(azora);
  });

  afterAll(() => azora.stop());

  /** A free course with a quiz in its only lesson, which is a preview, and a learner in it. */
  async function aCourse(quiz: object = {}) {
    const { body: draft } = await instructor.api.post('/api/courses/upload', {
      ...{ title: 'Quizzes', summary: '', price: { amount: 0, currency: 'USD' } },
      lessons: [{ title: 'Asked', body: '# Text', preview: true, quiz: { ...WRITTEN_QUIZ, ...quiz } }],
    });
    await instructor.api.post(`/api/courses/${draft.id}/publish`);
    const learner = await aLearner(azora);
    await learner.api.once().post('/api/courses/purchase', { courseId: draft.id });
    const { id, slug, lessons } = authoredCourseView.parse(draft);
    const quizId = lessons[0]?.quiz?.id as string;
    const path = `/api/courses/${id}/quizzes/${quizId}`;
    return {
      ...{ id, slug, learner, quizId, path, lessonId: lessons[0]?.id as string },
      right: rightAnswersTo(lessons[0]?.quiz?.questions as Question[]),
      read: async () => quizView.parse((await learner.api.get(path)).body),
      attempt: (answers: object) => learner.api.post(`${path}/attempts`, { answers }),
    };
  }

  it('gives nothing away to anybody who may yet answer it', async () => {
    const { id, slug, lessonId, learner, path, right, attempt } = await aCourse();
    const answers: Answer[] = [
      ...[await azora.api.get(`/api/courses/${slug}`), await learner.api.get(`/api/courses/${slug}`)],
      await azora.api.get('/api/courses/list'),
      await learner.api.get('/api/courses/mine'),
      await learner.api.get(`/api/courses/${id}/learn`),
      await learner.api.get(`/api/courses/${id}/progress`),
      await learner.api.get(path),
      await learner.api.get(`${path}/attempts`),
      await learner.api.post(`/api/courses/${id}/lessons/${lessonId}/complete`),
      await attempt({ [lessonId]: true }),
      await attempt({ [Object.keys(right)[2] as string]: 'true' }),
      await learner.api.get('/api/me/export'),
      await learner.api.get(`/api/instructors/me/courses/${id}`),
    ];
    for (const answer of answers) expect(JSON.stringify(answer.body)).not.toMatch(GIVEN_AWAY);
    expect(answers.map(({ status }) => status)).toEqual([...Array(8).fill(200), 409, 400, 400, 200, 403]);
    const authored = await instructor.api.get(`/api/instructors/me/courses/${id}`);
    expect(JSON.stringify(authored.body)).toMatch(GIVEN_AWAY);
  });

  it('is read, answered and passed', async () => {
    const { id, lessonId, learner, quizId, right, read, attempt } = await aCourse();
    const { lessons } = learningView.parse((await learner.api.get(`/api/courses/${id}/learn`)).body);
    expect(lessons).toMatchObject([{ quizId, completed: false }]);
    const quiz = await read();
    expect(quiz).toMatchObject({ id: quizId, lessonId, attempt: 1, attemptsLeft: null, passPercent: 70 });
    expect(new Set(quiz.questions.map(question => question.id))).toEqual(new Set(Object.keys(right)));

    const failed = await attempt({});
    expect(failed.status).toBe(201);
    expect(attemptView.parse(failed.body)).toMatchObject({ number: 1, percent: 0, passed: false });
    const passed = attemptView.parse((await attempt(right)).body);
    expect(passed).toMatchObject({ number: 2, percent: 100, passed: true });
    expect(passed.questions[0]).toMatchObject({ correct: true, explanation: 'EXPLAINED: characters first.' });
    expect((await learner.api.get(`/api/courses/${id}/progress`)).body).toMatchObject({ percent: 100 });
  });

  it('is answered by ids in capitals too', async () => {
    const { right, attempt } = await aCourse();
    const loud = (answer: unknown) => {
      if (Array.isArray(answer)) return answer.map(id => id.toUpperCase());
      return typeof answer === 'string' ? answer.toUpperCase() : answer;
    };
    const answers = Object.entries(right).map(([id, answer]) => [id.toUpperCase(), loud(answer)]);
    expect((await attempt(Object.fromEntries(answers))).body).toMatchObject({ percent: 100 });
  });

  it('has another order in another attempt, and the same however often it is read', async () => {
    const { read, attempt } = await aCourse();
    const orders = new Set<string>();
    for (let number = 1; number <= 8; number += 1) {
      const order = JSON.stringify((await read()).questions);
      expect(JSON.stringify((await read()).questions)).toBe(order);
      orders.add(order);
      await attempt({});
    }
    expect(orders.size).toBeGreaterThan(5);
  });

  it('keeps the order of its author when it is not shuffled', async () => {
    const { read } = await aCourse({ shuffled: false });
    const { questions } = await read();
    expect(questions.map(({ prompt }) => prompt)).toEqual(WRITTEN_QUIZ.questions.map(({ prompt }) => prompt));
    expect(questions[0]?.options?.map(({ text }) => text)).toEqual(['Lexing', 'Parsing', 'Linking']);
  });

  it('is over when the attempts are used up, and they can be read, page by page', async () => {
    const { learner, path, read, attempt } = await aCourse({ attempts: 3 });
    for (const left of [2, 1, 0]) {
      await attempt({});
      expect((await read()).attemptsLeft).toBe(left);
    }
    expectProblem(await attempt({}), 409, 'no_attempts_left');
    const first = attemptPageView.parse((await learner.api.get(`${path}/attempts?limit=2`)).body);
    const rest = await learner.api.get(`${path}/attempts?limit=2&cursor=${first.nextCursor}`);
    const second = attemptPageView.parse(rest.body);
    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(second.nextCursor).toBeNull();
  });

  it('has ten attempts a page at most, since each tells all that was asked', async () => {
    const { learner, path, attempt } = await aCourse();
    for (let count = 0; count < 11; count += 1) await attempt({});
    const { items, nextCursor } = attemptPageView.parse((await learner.api.get(`${path}/attempts`)).body);
    expect({ items: items.length, nextCursor }).toEqual({ items: 10, nextCursor: expect.any(String) });
    expectProblem(await learner.api.get(`${path}/attempts?limit=11`), 422, 'invalid_input');
  });

  it('counts a request once that is sent again with its key', async () => {
    const { learner, path, right, read } = await aCourse({ attempts: 2 });
    const keyed = learner.api.once();
    const first = await keyed.post(`${path}/attempts`, { answers: right });
    expect((await keyed.post(`${path}/attempts`, { answers: right })).body).toEqual(first.body);
    expect((await read()).attemptsLeft).toBe(1);
    const unreadable = learner.api.with({ 'idempotency-key': 'two words' });
    expectProblem(await unreadable.post(`${path}/attempts`, { answers: right }), 400, 'idempotency_key_missing');
  });

  it('is locked with its lesson', async () => {
    const { id, lessonId, path, right, attempt, learner } = await aCourse();
    const opens = { daysAfterEnrollment: 1 };
    await instructor.api.put(`/api/courses/${id}/lessons/${lessonId}`, { title: 'Asked', body: '', opens });
    await instructor.api.post(`/api/courses/${id}/publish`);
    expectProblem(await learner.api.get(path), 409, 'lesson_locked');
    expectProblem(await attempt(right), 409, 'lesson_locked');
    azora.clock.advance({ days: 1 });
    expect((await attempt(right)).body).toMatchObject({ passed: true });
  });

  it('is taken away by its author, who is told what can not be answered', async () => {
    const { id, lessonId, learner } = await aCourse();
    const path = `/api/courses/${id}/lessons/${lessonId}`;
    const options = [{ text: 'One' }, { text: 'Another' }];
    const unanswerable = { ...WRITTEN_QUIZ, questions: [{ kind: 'single_choice', prompt: 'Which?', options }] };
    expectProblem(await instructor.api.put(`${path}/quiz`, unanswerable), 400, 'question_has_no_answer');
    const without = await instructor.api.send('DELETE', `${path}/quiz`);
    expect(authoredCourseView.parse(without.body).lessons).toMatchObject([{ quiz: null }]);
    await instructor.api.post(`/api/courses/${id}/publish`);
    expect((await learner.api.post(`${path}/complete`)).body).toMatchObject({ percent: 100 });
  });
});
