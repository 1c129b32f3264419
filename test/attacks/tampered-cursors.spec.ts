import fc from 'fast-check';
import { ROLES, type Role } from '../../src/identity/domain/permissions.ts';
import { Azora } from '../support/azora.ts';
import type { Answer } from '../support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { GOOD_BODIES } from '../support/good-bodies.ts';
import { addressOf, isPublic, OPERATIONS } from '../support/operations.ts';
import { type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

const PAGED = OPERATIONS.filter(({ paged }) => paged);

/** The orders of the list of courses, which are lists of their own. */
const ORDERS = ['newest', 'popular', 'rating', 'price', '-price'].map(sort => `currency=USD&sort=${sort}`);

/** These have rows here; whichever others there are take their cursors all the same. */
const FILLED = [
  'GET /api/courses/list',
  'GET /api/courses/mine',
  'GET /api/courses/{id}/reviews',
  'GET /api/courses/{id}/quizzes/{quizId}/attempts',
  'GET /api/instructors/me/courses',
  'GET /api/admin/courses',
  'GET /api/admin/course-imports/{id}/rows',
  'GET /api/admin/reviews',
];

interface List {
  readonly name: string;
  readonly read: (query: string) => Promise<Answer>;
  /** All that it shows to who reads it. */
  readonly items: string[];
  /** The place behind its first row, as it tells it. */
  readonly cursor: string | null;
}

/** What takes the place of a part of a cursor. */
const odd = fc.constantFrom(
  ...[null, true, '', 'x', -1, 0, 1.5, 2 ** 31, 2 ** 53, 1e308, [], {}, ['newest'], { length: 1 }],
  ...['infinity', '-infinity', '0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59+23:59', '\u0000'],
  ...["' or 1=1 --", 'ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000000'],
);

describe('A cursor', () => {
  let azora: Azora;
  let people: Record<Role, Person>;
  let lists: List[];
  let courses: PublishedCourse[];

  beforeAll(async () => {
    azora = await Azora.start({ environment: { COURSE_REVIEW: 'on' } });
    const signedUp = await Promise.all(ROLES.map(role => someoneWith(azora, role)));
    people = Object.fromEntries(ROLES.map((role, index) => [role, signedUp[index]])) as typeof people;
    courses = await Promise.all([1, 2, 3, 4, 5].map(() => aPublishedCourse(people.instructor, 0)));
    // The others still wait for their review.
    courses.splice(3);
    for (const { id } of courses) await people.admin.api.post(`/api/admin/courses/${id}/approve`);
    for (const [index, { id }] of courses.entries()) await learn(id, index);
    const places: Record<string, Record<string, string>> = {
      'GET /api/courses/{id}/reviews': { id: courses[0]?.id as string },
      'GET /api/courses/{id}/quizzes/{quizId}/attempts': await attempts(),
      'GET /api/admin/course-imports/{id}/rows': { id: await anImport() },
    };
    lists = [];
    for (const operation of PAGED) {
      const api = isPublic(operation) ? azora.api : people[operation.roles[0] as Role].api;
      const path = addressOf(operation, places[operation.name]);
      const orders = operation.name === 'GET /api/courses/list' ? [...ORDERS, 'q=compilers'] : [''];
      for (const order of orders)
        lists.push(await listed(`${operation.name} ${order}`, query => api.get(`${path}?${order}&${query}`)));
    }
  });

  afterAll(() => azora.stop());

  async function listed(name: string, read: List['read']): Promise<List> {
    const { body } = await read('limit=100');
    const items = (body.items ?? []).map((item: object) => JSON.stringify(item));
    return { name, read, items, cursor: (await read('limit=1')).body.nextCursor ?? null };
  }

  /** Somebody more has each course, and reviews the first. */
  async function learn(courseId: string, turn: number): Promise<void> {
    await people.learner.api.once().post('/api/courses/purchase', { courseId });
    const course = courses[0] as PublishedCourse;
    const { api } = await someoneWith(azora, 'learner');
    await api.once().post('/api/courses/purchase', { courseId: course.id });
    await api.post(`/api/courses/${course.id}/lessons/${course.lessonIds[0]}/complete`);
    const { body } = await api.post(`/api/courses/${course.id}/reviews`, { rating: 3 + turn, text: '' });
    await people.learner.api.post(`/api/reviews/${body.id}/report`, { reason: 'An advertisement.' });
  }

  async function attempts() {
    const { id, lessonIds } = courses[1] as PublishedCourse;
    const quiz = GOOD_BODIES['PUT /api/courses/{id}/lessons/{lessonId}/quiz'];
    const { body } = await people.instructor.api.put(`/api/courses/${id}/lessons/${lessonIds[0]}/quiz`, quiz);
    await people.instructor.api.post(`/api/courses/${id}/publish`);
    await people.admin.api.post(`/api/admin/courses/${id}/approve`);
    const quizId = body.lessons[0].quiz.id;
    const path = `/api/courses/${id}/quizzes/${quizId}/attempts`;
    for (const _ of [1, 2]) await people.learner.api.post(path, { answers: {} });
    return { id, quizId };
  }

  async function anImport(): Promise<string> {
    const form = new FormData();
    form.append('import', JSON.stringify({ instructorId: people.instructor.id, currency: 'USD', format: 'csv' }));
    form.append('file', new Blob(['title,price\nOne,10\nTwo,20\nThree,x']), 'courses.csv');
    const { body } = await people.admin.api.post('/api/admin/courses/import', form);
    const path = `/api/admin/course-imports/${body.id}`;
    await eventually(async () => (await people.admin.api.get(path)).body.finishedAt !== null);
    return body.id;
  }

  /** Whatever is asked for, somebody gets a page of what is theirs to see anyway, or a refusal. */
  async function expectNothingElse({ read, items }: List, cursor: string): Promise<void> {
    const answer = await read(`limit=100&cursor=${cursor}`);
    if (answer.status === 200) for (const item of answer.body.items) expect(items).toContain(JSON.stringify(item));
    else if (items.length === 0 && answer.status === 404) expectProblem(answer, 404, answer.body.code);
    else expectProblem(answer, 422, 'invalid_input');
  }

  it('is given out by each list of the catalog', () => {
    for (const name of FILLED)
      expect(lists.filter(list => list.name.startsWith(`${name} `)).map(({ cursor }) => cursor)).not.toContain(null);
    expect(PAGED.map(({ name }) => name)).toEqual(expect.arrayContaining(FILLED));
  });

  it('of one list shows nothing in another that it does not show anyway', async () => {
    for (const { cursor } of lists) if (cursor) for (const list of lists) await expectNothingElse(list, cursor);
  });

  it('of one order is refused in another', async () => {
    const orders = lists.filter(({ name }) => name.startsWith('GET /api/courses/list '));
    for (const { cursor } of orders) {
      const answers = await Promise.all(orders.map(({ read }) => read(`cursor=${cursor}`)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    }
  });

  it('that was altered, by a letter or by what it says, shows nothing else, and breaks nothing', async () => {
    const given = fc.constantFrom(...lists.filter(({ cursor }) => cursor));
    const letter = fc.record({ at: fc.nat(), by: fc.stringMatching(/^[\w-]{0,2}$/) });
    const part = fc.record({ at: fc.nat(5), by: odd });
    await fc.assert(
      fc.asyncProperty(given, fc.option(letter), fc.option(part), async (list, misspelled, said) => {
        let cursor = list.cursor as string;
        if (said) cursor = encoded(withPart(JSON.parse(Buffer.from(cursor, 'base64url').toString()), said));
        if (misspelled) {
          const place = misspelled.at % cursor.length;
          cursor = cursor.slice(0, place) + misspelled.by + cursor.slice(place + 1);
        }
        await expectNothingElse(list, cursor);
      }),
      { numRuns: 300 },
    );
  });
});

function withPart(key: unknown, { at, by }: { at: number; by: unknown }): unknown {
  return Array.isArray(key) ? key.toSpliced(at, 1, by) : by;
}

function encoded(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}
