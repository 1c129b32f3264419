import { SAMPLES } from '../../src/catalog/testing/files.ts';
import { Azora, unique } from '../support/azora.ts';
import type { Answer } from '../support/client.ts';
import { formWith } from '../support/forms.ts';
import { GOOD_BODIES } from '../support/good-bodies.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

/** A word of everything that is hidden here, so that nothing of it gets out unseen. */
const SECRET = unique('secret');

interface Place {
  readonly id: string;
  readonly slug: string;
  readonly lessonId: string;
  readonly quizId: string;
}

const HIDDEN = ['a draft', 'an archived course', 'a course of others', 'what is not released yet'] as const;

/** How a learner of another course asks for it, and how they hear that it is not there. */
const WAYS: Record<string, { method?: string; path: (mine: Place, its: Place) => string; code: string }> = {
  'its lesson, to complete it': {
    method: 'POST',
    path: (mine, { lessonId }) => `/api/courses/${mine.id}/lessons/${lessonId}/complete`,
    code: 'lesson_not_found',
  },
  'its file': { path: (_, { lessonId }) => `/api/lessons/${lessonId}/content`, code: 'lesson_file_not_found' },
  'its quiz': { path: (mine, { quizId }) => `/api/courses/${mine.id}/quizzes/${quizId}`, code: 'quiz_not_found' },
  'its quiz, to answer it': {
    method: 'POST',
    path: (mine, { quizId }) => `/api/courses/${mine.id}/quizzes/${quizId}/attempts`,
    code: 'quiz_not_found',
  },
  'attempts at its quiz': {
    path: (mine, { quizId }) => `/api/courses/${mine.id}/quizzes/${quizId}/attempts`,
    code: 'quiz_not_found',
  },
};

describe('What is hidden', () => {
  let azora: Azora;
  let author: Person;
  let learner: Person;
  let mine: Place;
  let certificateCode: string;
  const hidden = {} as Record<(typeof HIDDEN)[number], Place>;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [author, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
    mine = await upload('Mine');
    hidden['a draft'] = await upload('Draft', SECRET);
    hidden['an archived course'] = await upload('Archived', SECRET);
    hidden['a course of others'] = await upload('Other');
    for (const { id } of [mine, hidden['an archived course'], hidden['a course of others']])
      await author.api.post(`/api/courses/${id}/publish`);
    await author.api.post(`/api/courses/${hidden['an archived course'].id}/archive`);
    certificateCode = await aCertificateOf(hidden['a course of others']);
    await learner.api.once().post('/api/courses/purchase', { courseId: mine.id });
    hidden['what is not released yet'] = await addLesson(mine);
  });

  afterAll(() => azora.stop());

  /** @param secret what the sales page would tell; what the lesson says is hidden anyway */
  async function upload(title: string, secret = ''): Promise<Place> {
    const { body } = await author.api.post('/api/courses/upload', {
      title: `${title} ${secret}`,
      summary: secret,
      price: { amount: 0, currency: 'USD' },
      ...(secret && { category: secret }),
      lessons: [{ title: `Lesson ${secret}`, body: title === 'Mine' ? '' : SECRET, quiz: aQuiz() }],
    });
    return title === 'Mine' ? placeIn(body, body.lessons[0]) : withFile(body, body.lessons[0]);
  }

  /** A preview that everybody gets with the next publishing. */
  async function addLesson({ id }: Place): Promise<Place> {
    const { body: course } = await author.api.get(`/api/instructors/me/courses/${id}`);
    const lesson = { sectionId: course.sections[0].id, title: SECRET, body: SECRET, preview: true, quiz: aQuiz() };
    const { body } = await author.api.post(`/api/courses/${id}/lessons`, lesson);
    return withFile(body, body.lessons[1]);
  }

  async function withFile(course: Answer['body'], lesson: Answer['body']): Promise<Place> {
    const file = formWith(SAMPLES.pdf, `${SECRET}.pdf`);
    await author.api.put(`/api/courses/${course.id}/lessons/${lesson.id}/file`, file);
    return placeIn(course, lesson);
  }

  function placeIn({ id, slug }: Answer['body'], { id: lessonId, quiz }: Answer['body']): Place {
    return { id, slug, lessonId, quizId: quiz.id };
  }

  function aQuiz() {
    const quiz = GOOD_BODIES['PUT /api/courses/{id}/lessons/{lessonId}/quiz'] as { questions: object[] };
    return { ...quiz, questions: quiz.questions.map(question => ({ ...question, prompt: SECRET })) };
  }

  async function aCertificateOf({ id, quizId }: Place): Promise<string> {
    const { api } = await someoneWith(azora, 'learner', SECRET);
    await api.once().post('/api/courses/purchase', { courseId: id });
    const path = `/api/courses/${id}/quizzes/${quizId}`;
    const [{ id: question }] = (await api.get(path)).body.questions;
    await api.post(`${path}/attempts`, { answers: { [question]: true } });
    return (await api.get(`/api/courses/${id}/certificate`)).body.code;
  }

  function expectNothing(answer: Answer, code: string): void {
    expectProblem(answer, 404, code);
    const { instance: asked, ...told } = answer.body;
    expect(JSON.stringify(told)).not.toContain(SECRET);
  }

  it('is there for its author', async () => {
    for (const { id } of Object.values(hidden)) {
      const { body } = await author.api.get(`/api/instructors/me/courses/${id}`);
      expect(JSON.stringify(body)).toContain(SECRET);
    }
  });

  describe.each(HIDDEN)('as %s,', of => {
    it.each(Object.entries(WAYS))('is not there for who asks for %s', async (_, { method = 'GET', path, code }) => {
      const body = path(mine, hidden[of]).endsWith('attempts') && method === 'POST' ? { answers: {} } : undefined;
      expectNothing(await learner.api.send(method, path(mine, hidden[of]), body), code);
    });
  });

  it.each(['a draft', 'an archived course'] as const)('as %s, has no sales page and can not be bought', async of => {
    const { id: courseId, slug } = hidden[of];
    for (const { api } of [learner, azora]) expectNothing(await api.get(`/api/courses/${slug}`), 'course_not_found');
    expectNothing(await learner.api.once().post('/api/courses/purchase', { courseId }), 'course_not_found');
  });

  it.each(['a draft', 'an archived course', 'a course of others'] as const)(
    'as %s, is not there for who is not enrolled',
    async of => {
      const { id, lessonId, quizId } = hidden[of];
      for (const path of ['learn', 'progress', 'certificate', `quizzes/${quizId}`, `quizzes/${quizId}/attempts`])
        expectNothing(await learner.api.get(`/api/courses/${id}/${path}`), 'not_enrolled');
      for (const [path, body] of [
        [`lessons/${lessonId}/complete`],
        [`quizzes/${quizId}/attempts`, { answers: {} }],
        ['reviews', { rating: 5, text: '' }],
      ] as const)
        expectNothing(await learner.api.post(`/api/courses/${id}/${path}`, body), 'not_enrolled');
    },
  );

  it('as a certificate of somebody else, is not there without its whole code', async () => {
    const read = (code: string) => azora.api.get(`/api/certificates/${code}`);
    expect((await read(certificateCode)).body.name).toBe(SECRET);
    const last = certificateCode.endsWith('A') ? 'B' : 'A';
    for (const code of [certificateCode.slice(0, -1) + last, certificateCode.slice(0, -1), '%25', SECRET])
      expectNothing(await read(code), 'certificate_not_found');
    expectNothing(await learner.api.get(`/api/courses/${mine.id}/certificate`), 'certificate_not_found');
  });

  it('is in no list, search, count or page of others', async () => {
    const { id, slug } = mine;
    for (const path of [
      ...['', `?q=${SECRET}`, `?q=${SECRET}x`, `?instructor=${author.id}`, `?category=${SECRET}`].map(
        it => `list${it}`,
      ),
      ...['facets', `facets?category=${SECRET}`, 'mine', slug, hidden['a course of others'].slug],
      ...[`${id}/learn`, `${id}/progress`, ...Object.values(hidden).map(it => `${it.id}/reviews`)],
    ]) {
      const { status, body } = await learner.api.get(`/api/courses/${path}`);
      expect({ path, status, leaked: JSON.stringify(body).includes(SECRET) }).toEqual({
        path,
        status: 200,
        leaked: false,
      });
    }
  });
});
