import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { formWith } from '../../../test/support/forms.ts';
import { anInstructor, type Person } from '../../../test/support/people.ts';
import { SAMPLES } from '../testing/files.ts';
import { WRITTEN_QUIZ } from '../testing/quizzes.ts';

const TEN = Array.from({ length: 10 });

const OFFER = { title: 'Anew', summary: 'All of it.', price: { amount: 4_999, currency: 'USD' } };
const LESSON = { title: 'New', body: '# New', preview: false };

describe('A course that ten equal requests change at once', () => {
  let azora: Azora;
  let author: Person;
  let course: PublishedCourse;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    author = await anInstructor(azora);
  });

  beforeEach(async () => {
    course = await aPublishedCourse(author);
    await author.api.put(`/api/courses/${course.id}/lessons/${course.lessonIds[0]}/quiz`, WRITTEN_QUIZ);
    await author.api.put(`/api/courses/${course.id}/lessons/${course.lessonIds[0]}/file`, formWith(SAMPLES.mp4));
  });

  afterAll(() => azora.stop());

  async function tenTimes(method: string, path: string, body?: object): Promise<number[]> {
    const send = (): Promise<Answer> => author.api.send(method, `/api/courses/${course.id}${path}`, body);
    const answers = await Promise.all(TEN.map(send));
    return answers.map(({ status }) => status).sort();
  }

  it.each<{ change: string; method: string; path: (lessonId: string) => string; body?: object }>([
    { change: 'is revised', method: 'PUT', path: () => '', body: OFFER },
    { change: 'is archived', method: 'POST', path: () => '/archive' },
    { change: 'is published', method: 'POST', path: () => '/publish' },
    { change: 'is emptied', method: 'PUT', path: () => '/sections', body: { sections: [] } },
    { change: 'has a lesson anew', method: 'PUT', path: id => `/lessons/${id}`, body: LESSON },
    { change: 'has another quiz', method: 'PUT', path: id => `/lessons/${id}/quiz`, body: WRITTEN_QUIZ },
    { change: 'has a quiz less', method: 'DELETE', path: id => `/lessons/${id}/quiz` },
    { change: 'has a file less', method: 'DELETE', path: id => `/lessons/${id}/file` },
  ])('$change, and each of them is told so', async ({ method, path, body }) => {
    expect(await tenTimes(method, path(course.lessonIds[0] as string), body)).toEqual(TEN.map(() => 200));
  });

  it('has ten lessons more', async () => {
    expect(await tenTimes('POST', '/lessons', { ...LESSON, sectionId: course.sectionId })).toEqual(TEN.map(() => 201));
    const { body } = await author.api.get(`/api/instructors/me/courses/${course.id}`);
    expect(body.lessons).toHaveLength(12);
  });

  it('has a lesson less, and nine of them find it gone', async () => {
    const answers = await tenTimes('DELETE', `/lessons/${course.lessonIds[0]}`);
    expect(answers).toEqual([200, ...TEN.slice(1).map(() => 404)]);
  });
});
