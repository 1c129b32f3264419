import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { Database } from '../persistence/database.ts';
import { encodeCursor } from './page.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('A request that is refused', () => {
  let azora: Azora;
  let learner: Person;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [learner, instructor] = await Promise.all([aLearner(azora), anInstructor(azora)]);
  });

  afterAll(() => azora.stop());

  function expectProblem(answer: Answer, status: number, code: string): void {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
    expect(answer.body).toMatchObject({ status, code, type: `urn:azora:problem:${code}` });
    expect(answer.body.traceId).toMatch(/^[\da-f]{32}$/);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }

  it('is told everything that a problem says', async () => {
    const answer = await azora.api.with({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }).get('/api/nowhere?at=all');
    expect(answer.body).toEqual({
      type: 'urn:azora:problem:route_not_found',
      title: 'Not Found',
      status: 404,
      code: 'route_not_found',
      detail: 'There is nothing at this path.',
      instance: '/api/nowhere',
      traceId: TRACE,
    });
  });

  it.each(['/api/nowhere', '/', '/api/courses/list/further'])('finds nothing at %s', async path => {
    const answer = await azora.api.get(path);
    expectProblem(answer, 404, 'route_not_found');
    expect(answer.headers.get('allow')).toBeNull();
  });

  it.each([
    ['DELETE', '/api/courses/list', 'GET'],
    ['DELETE', '/api/courses/list/', 'GET'],
    ['GET', '/api/auth/login', 'POST'],
    ['DELETE', '/api/courses/0199a2c0-7b4e-7000-8000-000000000001', 'PUT'],
  ])('may not %s %s', async (method, path, allowed) => {
    const answer = await azora.api.send(method, path);
    expectProblem(answer, 405, 'method_not_allowed');
    const methods = answer.headers.get('allow')?.split(', ');
    expect(methods).toContain(allowed);
    expect(methods).not.toContain(method);
  });

  it('may not be malformed, too large or of another kind', async () => {
    const json = learner.api.with({ 'content-type': 'application/json' });
    expectProblem(await json.post('/api/auth/login', '{"email":'), 400, 'malformed_request');
    expectProblem(await json.post('/api/auth/login', `"${'x'.repeat(1_048_576)}"`), 413, 'body_too_large');
    const xml = learner.api.with({ 'content-type': 'application/xml' });
    expectProblem(await xml.post('/api/auth/login', '<login/>'), 415, 'unsupported_media_type');
    expectProblem(await azora.api.get('/api/courses/%E0%A4%A'), 400, 'malformed_request');
    expectProblem(await azora.api.get(`/api/courses/${'x'.repeat(201)}`), 414, 'uri_too_long');
  });

  it('is pointed to each fault of its input', async () => {
    const answer = await instructor.api.post('/api/courses/upload', {
      title: 7,
      summary: 'x',
      price: { amount: -1, currency: 'USD' },
      lessons: [{ title: 'a', body: 'b', preview: 'perhaps' }],
      'sur/prise': 1,
    });
    expectProblem(answer, 422, 'invalid_input');
    const pointers = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/title', '/price/amount', '/lessons/0/preview']));
  });

  it('may not bring a cursor that was not given out', async () => {
    expectProblem(await azora.api.get('/api/courses/list?cursor=WzFd'), 422, 'invalid_input');
    expectProblem(await azora.api.get('/api/courses/list?cursor=%00'), 422, 'invalid_input');
    const impossible = encodeCursor(['2026-02-30T00:00:00Z', '0199a2c0-7b4e-7000-8000-000000000001']);
    expectProblem(await azora.api.get(`/api/courses/list?cursor=${impossible}`), 422, 'invalid_input');
  });

  it('has to sign in', async () => {
    const answer = await azora.api.get('/api/courses/mine');
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('has to have the role', async () => {
    expectProblem(await learner.api.post('/api/courses/upload', {}), 403, 'forbidden');
  });

  it('learns nothing of a bug but where it was recorded', async () => {
    const { pool } = azora.app.get(Database);
    await pool.query('alter table catalog.courses rename to courses_gone');
    const answer = await azora.api.get('/api/courses/some-course');
    await pool.query('alter table catalog.courses_gone rename to courses');
    expectProblem(answer, 500, 'internal_error');
    expect(JSON.stringify(answer.body)).not.toMatch(/catalog|relation|select|at /i);
  });
});
