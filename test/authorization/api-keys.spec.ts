import { SCOPES, type Scope } from '../../src/identity/domain/api-key.ts';
import { PERMISSIONS, type Permission } from '../../src/identity/domain/permissions.ts';
import { Azora } from '../support/azora.ts';
import type { Answer, Client } from '../support/client.ts';
import { addressOf, isPublic, OPERATIONS, type Operation } from '../support/operations.ts';
import { anAdmin, PASSWORD, type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

const GUARDED = OPERATIONS.filter(it => !isPublic(it));
const BEYOND_KEYS = (Object.keys(PERMISSIONS) as Permission[]).filter(
  it => !(SCOPES as readonly string[]).includes(it),
);

describe('An API key', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  async function aKey({ api }: Person, scopes: readonly Scope[]): Promise<Client> {
    const { status, body } = await api.post('/api/api-keys', { name: scopes[0], scopes, password: PASSWORD });
    expect(status).toBe(201);
    return azora.api.as({ accessToken: body.key });
  }

  function knock(api: Client, operation: Operation): Promise<Answer> {
    const body = operation.method === 'GET' ? undefined : { knock: true };
    return api.once().send(operation.method, addressOf(operation), body);
  }

  it.each(SCOPES)('for %s may do that, and nothing else', async scope => {
    const key = await aKey(admin, [scope]);
    for (const operation of GUARDED) {
      const answer = await knock(key, operation);
      if (operation.permission === scope) expect([401, 403]).not.toContain(answer.status);
      else expectProblem(answer, 403, 'forbidden');
    }
  });

  it('for everything that keys are made for does not touch the account, its keys or anybody’s roles', async () => {
    const key = await aKey(admin, SCOPES);
    const beyond = GUARDED.filter(({ permission }) => BEYOND_KEYS.includes(permission as Permission));
    expect(beyond.length).toBeGreaterThan(10);
    for (const operation of beyond) expectProblem(await knock(key, operation), 403, 'forbidden');
  });

  it.each(BEYOND_KEYS)('is not made for %s', async scope => {
    const wish = { name: 'too much', scopes: [scope], password: PASSWORD };
    expectProblem(await admin.api.post('/api/api-keys', wish), 422, 'invalid_input');
  });

  it('is not made for more than the roles of its user', async () => {
    const learner = await someoneWith(azora, 'learner');
    for (const scope of SCOPES.filter(it => !(PERMISSIONS[it] as readonly string[]).includes('learner'))) {
      const wish = { name: 'too much', scopes: [scope], password: PASSWORD };
      expectProblem(await learner.api.post('/api/api-keys', wish), 403, 'api_key_exceeds_roles');
    }
  });

  it('loses what its user loses', async () => {
    const author = await someoneWith(azora, 'instructor');
    const key = await aKey(author, ['courses:author', 'account:read']);
    await admin.api.put(`/api/admin/users/${author.id}/roles`, { roles: ['learner'] });
    expectProblem(await key.post('/api/courses/upload', {}), 403, 'forbidden');
    expect((await key.get('/api/me')).status).toBe(200);
    await admin.api.put(`/api/admin/users/${author.id}/lock`);
    expectProblem(await key.get('/api/me'), 401, 'unauthenticated');
  });

  it('does not grow with the roles of its user', async () => {
    const learner = await someoneWith(azora, 'learner');
    const key = await aKey(learner, ['account:read']);
    await admin.api.put(`/api/admin/users/${learner.id}/roles`, { roles: ['admin'] });
    expectProblem(await key.get('/api/admin/users'), 403, 'forbidden');
  });

  it('counts as a bearer token only', async () => {
    const { body } = await admin.api.post('/api/api-keys', { name: 'x', scopes: ['account:read'], password: PASSWORD });
    const strays: [string, Record<string, string>][] = [
      [`/api/me?api_key=${body.key}&access_token=${body.key}`, {}],
      ['/api/me', { 'x-api-key': body.key }],
      ['/api/me', { cookie: `authorization=${body.key}; access_token=${body.key}` }],
      ['/api/me', { authorization: body.key }],
      ['/api/me', { authorization: `Basic ${Buffer.from(`${body.key}:`).toString('base64')}` }],
      ['/api/me', { authorization: `Bearer ${body.key.toUpperCase()}` }],
      ['/api/me', { authorization: `Bearer ${body.prefix}` }],
    ];
    for (const [path, headers] of strays)
      expectProblem(await azora.api.with(headers).get(path), 401, 'unauthenticated');
  });
});
