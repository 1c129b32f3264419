import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS } from '../../src/identity/access.contract.ts';
import { PERMISSIONS, ROLES, type Role } from '../../src/identity/domain/permissions.ts';
import { Azora } from '../support/azora.ts';
import type { Answer, Client } from '../support/client.ts';
import { addressOf, isPublic, OPERATIONS, type Operation } from '../support/operations.ts';
import { anew, type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

/** To let anybody in is a decision. */
const PUBLIC = [
  'GET /.well-known/jwks.json',
  'GET /api/auth/oauth/{provider}/callback',
  'GET /api/auth/oauth/{provider}/start',
  'GET /api/certificates/{code}',
  'GET /api/courses/facets',
  'GET /api/courses/list',
  'GET /api/courses/{course}',
  'GET /api/courses/{id}/reviews',
  'GET /api/files/{ticket}',
  'GET /health/live',
  'GET /health/ready',
  'POST /api/auth/confirm-email-change',
  'POST /api/auth/login',
  'POST /api/auth/login/mfa',
  'POST /api/auth/password/forgot',
  'POST /api/auth/password/reset',
  'POST /api/auth/refresh',
  'POST /api/auth/resend-verification',
  'POST /api/auth/signup',
  'POST /api/auth/verify-email',
  'POST /api/webhooks/stripe',
];

describe('Access to each operation', () => {
  let azora: Azora;
  let people: Record<Role, Person>;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const signedUp = await Promise.all(ROLES.map(role => someoneWith(azora, role)));
    people = Object.fromEntries(ROLES.map((role, index) => [role, signedUp[index]])) as Record<Role, Person>;
  });

  afterAll(() => azora.stop());

  /** With a body that no route accepts and ids that nobody has, so that who may come in gets no further than the door. */
  function knock(api: Client, operation: Operation): Promise<Answer> {
    const body = operation.method === 'GET' ? undefined : { knock: true };
    return api.once().send(operation.method, addressOf(operation), body);
  }

  it('is ruled on every handler of every controller, and each of them is in the OpenAPI document', () => {
    const reflector = azora.app.get(Reflector);
    const controllers = azora.app.get(DiscoveryService, { strict: false }).getControllers();
    const handlers = controllers.flatMap(({ instance, metatype }) =>
      new MetadataScanner()
        .getAllMethodNames(Object.getPrototypeOf(instance))
        .map(name => ({ name: `${metatype?.name}.${name}`, handler: instance[name], metatype }))
        .filter(({ handler }) => Reflect.hasMetadata(PATH_METADATA, handler)),
    );
    for (const { name, handler, metatype } of handlers) {
      const rule = reflector.getAllAndOverride(ACCESS, [handler, metatype as never]);
      expect({ name, rule }).toEqual({ name, rule: expect.any(String) });
    }
    expect(handlers).toHaveLength(OPERATIONS.length);
  });

  it('is everybody’s only where it is meant to be', () => {
    const names = OPERATIONS.filter(isPublic).map(({ name }) => name);
    expect(names.sort()).toEqual(PUBLIC);
  });

  it.each(OPERATIONS)('$name: is documented, with the refusals it can answer', operation => {
    expect(operation.summary).toMatch(/\w/);
    if (isPublic(operation)) expect(operation.answers).toEqual(expect.arrayContaining(['422', '429']));
    else {
      expect(operation.roles).toEqual(operation.permission && PERMISSIONS[operation.permission]);
      expect(operation.answers).toEqual(expect.arrayContaining(['401', '403', '422', '429']));
    }
  });

  it.each(OPERATIONS.filter(isPublic))('$name: asks nobody who they are', async operation => {
    expect([401, 403]).not.toContain((await knock(azora.api, operation)).status);
  });

  it.each(OPERATIONS.filter(it => !isPublic(it)))('$name: asks everybody who they are', async operation => {
    for (const authorization of ['', 'Bearer', 'Bearer nonsense', 'Basic YWRhOmFkYQ==']) {
      const answer = await knock(azora.api.with({ authorization }), operation);
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it.each(OPERATIONS)('$name: is open to its roles, and to no others', async operation => {
    for (const role of ROLES) {
      // Each time in a new session, because some operations end it.
      const answer = await knock(await anew(azora, people[role]), operation);
      const may = isPublic(operation) || operation.roles.includes(role);
      if (may) expect([401, 403]).not.toContain(answer.status);
      else expectProblem(answer, 403, 'forbidden');
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('ends for a role with its loss, in the same session', async () => {
    const [admin, fallen] = [await someoneWith(azora, 'admin'), await someoneWith(azora, 'admin')];
    expect((await fallen.api.get('/api/admin/users')).status).toBe(200);
    await admin.api.put(`/api/admin/users/${fallen.id}/roles`, { roles: ['learner'] });
    expectProblem(await fallen.api.get('/api/admin/users'), 403, 'forbidden');
  });

  it('ends for everybody with a lock', async () => {
    const [admin, locked] = [await someoneWith(azora, 'admin'), await someoneWith(azora, 'learner')];
    await admin.api.put(`/api/admin/users/${locked.id}/lock`);
    for (const operation of OPERATIONS.filter(it => !isPublic(it)))
      expectProblem(await knock(locked.api, operation), 401, 'unauthenticated');
  });
});
