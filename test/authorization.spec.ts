import type { OpenAPIObject } from '@nestjs/swagger';
import { PERMISSIONS, type Permission, ROLES, type Role } from '../src/identity/domain/permissions.ts';
import { Azora } from './support/azora.ts';
import type { Answer, Client } from './support/client.ts';
import { aPublishedCourse, type PublishedCourse } from './support/courses.ts';
import { type Person, someoneWith } from './support/people.ts';
import { expectProblem } from './support/problems.ts';

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly roles?: readonly string[];
  readonly permission?: Permission;
  readonly answers: readonly string[];
}

const SIGNS_OUT = /^\/api\/auth\/logout/;
const NOBODY = '01990a2c-7b4e-7000-8000-000000000000';

describe('Authorization', () => {
  let azora: Azora;
  let operations: Operation[];
  let people: Record<Role, Person>;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    operations = operationsOf((await azora.api.get('/docs-json')).body);
    const signedIn = await Promise.all(ROLES.map(role => someoneWith(azora, role)));
    people = Object.fromEntries(ROLES.map((role, index) => [role, signedIn[index]])) as Record<Role, Person>;
  });

  afterAll(() => azora.stop());

  /** With a body that no route accepts and ids that nobody has, so that who may come in gets no further than the door. */
  function knock(api: Client, { method, path }: Operation): Promise<Answer> {
    const address = path.replaceAll(/\{\w+\}/g, NOBODY);
    return api.once().send(method, address, method === 'GET' ? undefined : { knock: true });
  }

  it('is stated for every operation, with a summary and the refusals it can answer', () => {
    expect(operations.length).toBeGreaterThan(10);
    for (const { name, summary, roles, permission, answers } of operations) {
      expect({ name, roles }).toEqual({ name, roles: expect.arrayContaining([expect.any(String)]) });
      expect({ name, summary }).toEqual({ name, summary: expect.stringMatching(/\w/) });
      const isPublic = roles?.includes('anyone');
      if (!isPublic) expect({ name, roles }).toEqual({ name, roles: PERMISSIONS[permission as Permission] });
      const documented = [...(isPublic ? [] : ['401', '403']), '422', '429'];
      expect({ name, answers }).toEqual({ name, answers: expect.arrayContaining(documented) });
    }
  });

  it('asks everybody who they are, except on public operations', async () => {
    for (const operation of operations) {
      const answer = await knock(azora.api, operation);
      if (operation.roles?.includes('anyone')) expect([401, 403]).not.toContain(answer.status);
      else {
        expectProblem(answer, 401, 'unauthenticated');
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  it.each(ROLES)('lets a person who is only %s do what the role may, and nothing else', async role => {
    const { api } = await someoneWith(azora, role);
    // Whoever has signed out is nobody, so that comes last.
    const last = ({ path }: Operation) => Number(SIGNS_OUT.test(path));
    for (const operation of operations.toSorted((a, b) => last(a) - last(b))) {
      const answer = await knock(api, operation);
      const may = operation.roles?.some(allowed => allowed === 'anyone' || allowed === role);
      if (may) expect({ name: operation.name, status: answer.status }).not.toMatchObject({ status: 403 });
      else expectProblem(answer, 403, 'forbidden');
      expect(answer.status).toBeLessThan(500);
    }
  });

  describe("of another person's things", () => {
    let course: PublishedCourse;
    let paymentId: string;
    let stranger: Person;
    let rival: Person;

    beforeAll(async () => {
      course = await aPublishedCourse(people.instructor);
      const bought = await people.learner.api.once().post('/api/courses/purchase', { courseId: course.id });
      paymentId = bought.body.paymentId;
      [stranger, rival] = await Promise.all([someoneWith(azora, 'learner'), someoneWith(azora, 'instructor')]);
    });

    it('answers as if they did not exist', async () => {
      const offer = { title: 'Mine now', summary: '', price: { amount: 0, currency: 'USD' } };
      const answers: [Answer, string][] = [
        [await stranger.api.get(`/api/payments/${paymentId}`), 'payment_not_found'],
        [await people.admin.api.get(`/api/payments/${paymentId}`), 'payment_not_found'],
        [await rival.api.put(`/api/courses/${course.id}`, offer), 'course_not_found'],
        [await people.admin.api.put(`/api/courses/${course.id}`, offer), 'course_not_found'],
        [await rival.api.post(`/api/courses/${course.id}/publish`), 'course_not_found'],
        [await stranger.api.get(`/api/courses/${course.id}/learn`), 'not_enrolled'],
        [await people.instructor.api.get(`/api/courses/${course.id}/learn`), 'not_enrolled'],
        [await stranger.api.post(`/api/courses/${course.id}/lessons/${course.lessonIds[0]}/complete`), 'not_enrolled'],
      ];
      for (const [answer, code] of answers) expectProblem(answer, 404, code);
      expect((await azora.api.get(`/api/courses/${course.slug}`)).body.title).not.toBe('Mine now');
    });

    it('says the same of what exists and of what does not, to the letter', async () => {
      const real = await stranger.api.get(`/api/payments/${paymentId}`);
      const made = await stranger.api.get(`/api/payments/${NOBODY}`);
      const { traceId: _, instance: __, ...one } = real.body;
      const { traceId: ___, instance: ____, ...other } = made.body;
      expect(one).toEqual(other);
    });

    it('shows in no list but their own', async () => {
      expect((await people.learner.api.get('/api/payments/history')).body.items).toHaveLength(1);
      expect((await stranger.api.get('/api/payments/history')).body.items).toEqual([]);
      expect((await stranger.api.get('/api/courses/mine')).body.items).toEqual([]);
    });
  });
});

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      summary: operation.summary as string | undefined,
      roles: operation['x-roles'] as string[] | undefined,
      permission: operation['x-permission'] as Permission | undefined,
      answers: Object.keys(operation.responses as object),
    })),
  );
}
