import { randomBytes } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import type { Answer, Client } from '../../../test/support/client.ts';
import { anAdmin, anInstructor } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { CreateApiKey } from '../commands/create-api-key.ts';
import { apiKeysView } from '../queries/list-api-keys.ts';
import { anAccount, ownerOf, PASSWORD } from '../testing/accounts.ts';

describe('An API key', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function make({ api }: { api: Client }, wish: object = {}): Promise<Answer> {
    return api.post('/api/api-keys', { name: 'Export', scopes: ['account:read'], password: PASSWORD, ...wish });
  }

  /** The API, as a program with a key sees it. */
  async function aProgramOf(owner: { api: Client }, wish: object = {}): Promise<{ api: Client; id: string }> {
    const { body } = await make(owner, wish);
    return { api: azora.api.as({ accessToken: body.key }), id: body.id };
  }

  async function keysOf({ api }: { api: Client }) {
    return apiKeysView.parse((await api.get('/api/api-keys')).body).items;
  }

  it('is shown once, and then by its beginning only', async () => {
    const owner = await anAccount(azora);
    const { status, body } = await make(owner, { expiresAt: '2099-01-01T00:00:00Z' });
    expect(status).toBe(201);
    expect(body.key).toMatch(/^azora_[\w-]{43}$/);
    const items = await keysOf(owner);
    expect(items).toMatchObject([{ id: body.id, name: 'Export', scopes: ['account:read'], lastUsedAt: null }]);
    expect(items[0]).toMatchObject({ prefix: body.prefix, expiresAt: '2099-01-01T00:00:00.000Z' });
    expect(body.key.startsWith(body.prefix)).toBe(true);
    expect(JSON.stringify(items)).not.toContain(body.key);
    const alerts = await eventsOf(azora, 'identity.account_alert');
    expect(alerts).toContainEqual({ userId: owner.id, alert: 'api_key_created', address: null });
  });

  it('is in the database as a hash only', async () => {
    const owner = await anAccount(azora);
    const { key } = (await make(owner)).body;
    const [row] = await rowsOf<{ hash: Buffer }>(azora, 'select * from identity.api_keys where user_id = $1', [
      owner.id,
    ]);
    expect(row?.hash).toHaveLength(32);
    expect(JSON.stringify(row)).not.toContain(key.slice(12));
    expect(String(row?.hash.toString('base64url'))).not.toContain(key.slice(12));
  });

  it('opens what it was made for, as its owner, and nothing else', async () => {
    const owner = await anInstructor(azora);
    const { api } = await aProgramOf(owner, { scopes: ['account:read'] });
    expect((await api.get('/api/me')).body.id).toBe(owner.id);
    expectProblem(await api.get('/api/tokens/balance'), 403, 'forbidden');
    expectProblem(await api.post('/api/courses/upload', {}), 403, 'forbidden');
  });

  it('is refused by every route that manages the account, whoever its owner is', async () => {
    const { api } = await aProgramOf(await anAdmin(azora), { scopes: ['account:read', 'users:read'] });
    const knocks: [string, string][] = [
      ['GET', '/api/auth/sessions'],
      ['POST', '/api/auth/logout'],
      ['POST', '/api/auth/logout-all'],
      ['POST', '/api/auth/password/change'],
      ['POST', '/api/auth/mfa/enroll'],
      ['POST', '/api/auth/mfa/disable'],
      ['POST', '/api/me/email'],
      ['PATCH', '/api/me'],
      ['GET', '/api/me/export'],
      ['DELETE', '/api/me'],
      ['POST', '/api/api-keys'],
      ['GET', '/api/api-keys'],
      ['POST', '/api/admin/signing-keys/rotate'],
      ['PUT', `/api/admin/users/${crypto.randomUUID()}/lock`],
    ];
    for (const [method, path] of knocks) {
      const answer = await api.send(method, path, method === 'GET' ? undefined : {});
      expect({ path, status: answer.status }).toEqual({ path, status: 403 });
    }
    expect((await api.get('/api/admin/users')).status).toBe(200);
  });

  it('is not made for what its owner may not do, nor for managing the account', async () => {
    const owner = await anAccount(azora);
    expectProblem(await make(owner, { scopes: ['courses:author'] }), 403, 'api_key_exceeds_roles');
    expectProblem(await make(owner, { scopes: ['account:read', 'finance:read'] }), 403, 'api_key_exceeds_roles');
    for (const scopes of [['account:manage'], ['users:manage'], ['*'], []])
      expectProblem(await make(owner, { scopes }), 422, 'invalid_input');
    expect(await keysOf(owner)).toEqual([]);
  });

  it('loses at once what its owner may do no more', async () => {
    const [owner, admin] = [await anInstructor(azora), await anAdmin(azora)];
    const { api } = await aProgramOf(owner, { scopes: ['courses:author', 'account:read'] });
    const upload = () => api.post('/api/courses/upload', {});
    expectProblem(await upload(), 422, 'invalid_input');
    await admin.api.put(`/api/admin/users/${owner.id}/roles`, { roles: ['learner'] });
    expectProblem(await upload(), 403, 'forbidden');
    expect((await api.get('/api/me')).status).toBe(200);
  });

  it('opens nothing once it is revoked, and can be revoked once', async () => {
    const owner = await anAccount(azora);
    const { api, id } = await aProgramOf(owner);
    expect((await owner.api.send('DELETE', `/api/api-keys/${id}`)).status).toBe(204);
    expectProblem(await api.get('/api/me'), 401, 'unauthenticated');
    expect(await keysOf(owner)).toEqual([]);
    expectProblem(await owner.api.send('DELETE', `/api/api-keys/${id}`), 404, 'api_key_not_found');
  });

  it('of somebody else does not exist', async () => {
    const [owner, eve] = [await anAccount(azora), await anAccount(azora)];
    const { api, id } = await aProgramOf(owner);
    expectProblem(await eve.api.send('DELETE', `/api/api-keys/${id}`), 404, 'api_key_not_found');
    expect((await api.get('/api/me')).status).toBe(200);
    expect(await keysOf(eve)).toEqual([]);
  });

  it('opens nothing once it has expired', async () => {
    const owner = await anAccount(azora);
    const expiresAt = new Date(azora.clock.now().getTime() + 3_600_000).toISOString();
    const { api } = await aProgramOf(owner, { expiresAt });
    expect((await api.get('/api/me')).status).toBe(200);
    azora.clock.advance({ minutes: 61 });
    expectProblem(await api.get('/api/me'), 401, 'unauthenticated');
  });

  it('opens nothing while its owner is locked', async () => {
    const [owner, admin] = [await anAccount(azora), await anAdmin(azora)];
    const { api } = await aProgramOf(owner);
    await admin.api.put(`/api/admin/users/${owner.id}/lock`);
    expectProblem(await api.get('/api/me'), 401, 'unauthenticated');
    await admin.api.put(`/api/admin/users/${owner.id}/unlock`);
    expect((await api.get('/api/me')).status).toBe(200);
  });

  it('outlives the session that it was made in', async () => {
    const owner = await anAccount(azora);
    const { api } = await aProgramOf(owner);
    await owner.api.post('/api/auth/logout-all');
    expect((await api.get('/api/me')).status).toBe(200);
  });

  it('tells when it was used last, to the minute', async () => {
    const owner = await anAccount(azora);
    const { api } = await aProgramOf(owner);
    const lastUse = async () => (await keysOf(owner))[0]?.lastUsedAt;
    await api.get('/api/me');
    const first = await lastUse();
    expect(Math.abs(Date.parse(String(first)) - azora.clock.now().getTime())).toBeLessThan(60_000);
    await api.get('/api/me');
    expect(await lastUse()).toBe(first);
    azora.clock.advance({ minutes: 2 });
    await api.get('/api/me');
    expect(Date.parse(String(await lastUse()))).toBeGreaterThan(Date.parse(String(first)));
  });

  it('is one of twenty at most, also when thirty are made at the same moment; an expired one makes room', async () => {
    const owner = await anAccount(azora);
    const expiresAt = new Date(azora.clock.now().getTime() + 3_600_000).toISOString();
    await make(owner, { expiresAt });
    const answers = await Promise.all(Array.from({ length: 30 }, () => makeUnasked(owner)));
    expect(answers.filter(made => made === 'made')).toHaveLength(19);
    expect(answers.filter(made => made === 'too_many_api_keys')).toHaveLength(11);
    expectProblem(await make(owner), 409, 'too_many_api_keys');
    azora.clock.advance({ minutes: 61 });
    expect((await make(owner)).status).toBe(201);
  });

  it('is made only by who knows the password', async () => {
    const owner = await anAccount(azora);
    for (const password of ['wrong', undefined]) expectProblem(await make(owner, { password }), 403, 'wrong_password');
  });

  it.each(['azora_', `azora_${'x'.repeat(43)}`, `azora_${'x'.repeat(500)}`])('is not %s', async key => {
    expectProblem(await azora.api.as({ accessToken: key }).get('/api/me'), 401, 'unauthenticated');
  });

  /** By the command, since the limit of attempts lets nobody prove themselves thirty times at once. */
  async function makeUnasked(account: { id: string }): Promise<string> {
    const owner = await ownerOf(azora, account);
    const making = new CreateApiKey(owner, 'Export', 'azora_abc', randomBytes(32), ['account:read'], null);
    return azora.app
      .get(CommandBus)
      .execute(making)
      .then(
        () => 'made',
        error => error.code,
      );
  }
});
