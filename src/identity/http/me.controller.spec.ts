import { CommandBus } from '@nestjs/cqrs';
import { Azora, unique } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { anAdmin } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { SignUp } from '../commands/sign-up.ts';
import { LinkTokens } from '../link-tokens.contract.ts';
import { personalDataView } from '../queries/export-personal-data.ts';
import { type Account, anAccount, anotherSession, isSignedIn, logIn, PASSWORD, signUp } from '../testing/accounts.ts';
import { mailTo, tokenMailedTo } from '../testing/inbox.ts';

describe('My account', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  afterAll(() => azora.stop());

  function erase({ api }: Account, password: string | undefined = PASSWORD): Promise<Answer> {
    return api.send('DELETE', '/api/me', { password });
  }

  it('can be renamed, and nothing else', async () => {
    const { api, email } = await anAccount(azora);
    expect((await api.send('PATCH', '/api/me', { name: '  Ada King ' })).body).toMatchObject({
      name: 'Ada King',
      email,
    });
    for (const change of [{ email: 'eve@example.org' }, { roles: ['admin'] }, { name: '' }, { name: 'a\u0000' }, {}])
      expectProblem(await api.send('PATCH', '/api/me', change), 422, 'invalid_input');
    expect((await api.get('/api/me')).body).toMatchObject({ name: 'Ada King', roles: ['learner'] });
  });

  describe('exported', () => {
    it('has everything that is known of me, section by section', async () => {
      const account = await anAccount(azora);
      await account.api.post('/api/api-keys', { name: 'Export', scopes: ['account:read'], password: PASSWORD });
      const { status, body } = await account.api.get('/api/me/export');
      expect(status).toBe(200);
      expect(personalDataView.parse(body).sections.identity).toMatchObject({
        account: { id: account.id, email: account.email, name: 'Ada Lovelace' },
        sessions: [{ address: '127.0.0.1' }],
        apiKeys: [{ name: 'Export' }],
        linkedProviders: [],
      });
    });

    it('has a change of address that is under way, and the links that a proven address asked for', async () => {
      const account = await anAccount(azora);
      const token = await tokenMailedTo(account.email, '/verify-email');
      await azora.api.post('/api/auth/verify-email', { token });
      await azora.api.post('/api/auth/password/forgot', { email: account.email });
      const newEmail = `${unique('new')}@example.org`;
      await account.api.post('/api/me/email', { email: newEmail, password: PASSWORD });
      const { identity } = (await account.api.get('/api/me/export')).body.sections;
      expect(identity.emailChanges).toMatchObject([{ oldEmail: account.email, newEmail, doneAt: null }]);
      expect(identity.links).toMatchObject([
        { purpose: 'verify-email', usedAt: expect.any(String) },
        { purpose: 'reset-password', usedAt: null },
      ]);
    });

    it('has nothing of anybody else, and nothing that lets in', async () => {
      const [ada, eve] = [await anAccount(azora), await anAccount(azora)];
      const text = JSON.stringify((await ada.api.get('/api/me/export')).body);
      expect(text).not.toContain(eve.email);
      for (const secret of [ada.refreshToken, ada.deviceToken, 'argon2']) expect(text).not.toContain(secret);
    });
  });

  describe('erased', () => {
    it('lets nobody in any more, by whatever way', async () => {
      const account = await anAccount(azora);
      const other = await anotherSession(azora, account);
      const wish = { name: 'Export', scopes: ['account:read'], password: PASSWORD };
      const { body } = await account.api.post('/api/api-keys', wish);
      expect((await erase(account)).status).toBe(200);
      for (const api of [account.api, other.api, azora.api.as({ accessToken: body.key })])
        expectProblem(await api.get('/api/me'), 401, 'unauthenticated');
      for (const { refreshToken } of [account, other])
        expectProblem(await azora.api.post('/api/auth/refresh', { refreshToken }), 401, 'refresh_token_invalid');
      expectProblem(await logIn(azora.api, account.email), 401, 'wrong_credentials');
    });

    it('says what was forgotten and what is kept', async () => {
      const { status, body } = await erase(await anAccount(azora));
      expect(status).toBe(200);
      expect(body).toMatchObject({ erased: expect.arrayContaining(['name and address']), kept: expect.any(Array) });
    });

    it('leaves no name, address or device in the tables of accounts and mails, and the farewell is the last mail', async () => {
      const email = `${unique('ada')}@example.org`;
      const account = await anAccount(azora, email);
      const newEmail = `${unique('new')}@example.org`;
      await account.api.post('/api/me/email', { email: newEmail, password: PASSWORD });
      await azora.api.post('/api/auth/password/forgot', { email });
      const token = await tokenMailedTo(email, '/reset-password');
      await tokenMailedTo(newEmail, '/confirm-email-change');
      await erase(account);
      await mailTo(email, 'Your account was erased');
      await eventually(async () => !(await textOf('notifications')).includes(email));
      for (const schema of ['identity', 'notifications']) {
        const text = await textOf(schema);
        for (const trace of [email, newEmail]) expect(text).not.toContain(trace);
      }
      const reset = { token, password: 'an entirely different one' };
      expectProblem(await azora.api.post('/api/auth/password/reset', reset), 400, 'link_invalid');
    });

    it('leaves no address from before the last one', async () => {
      const account = await anAccount(azora);
      await azora.api.post('/api/auth/password/forgot', { email: account.email });
      const email = `${unique('new')}@example.org`;
      await account.api.post('/api/me/email', { email, password: PASSWORD });
      for (const address of [account.email, email]) {
        const token = await tokenMailedTo(address, '/confirm-email-change');
        await azora.api.post('/api/auth/confirm-email-change', { token });
      }
      const { body } = await logIn(azora.api, email);
      expect((await erase({ ...account, api: azora.api.as(body) })).status).toBe(200);
      expect(await textOf('identity')).not.toContain(account.email);
      expect(await textOf('identity')).not.toContain(email);
    });

    it('frees the address for somebody new', async () => {
      const account = await anAccount(azora);
      await erase(account);
      const { status, body } = await signUp(azora.api, account.email);
      expect(status).toBe(201);
      expect(body.user.id).not.toBe(account.id);
    });

    it('is kept by nobody who has taken an address in advance', async () => {
      const account = await anAccount(azora);
      const foreseen = `${account.id}@erased.invalid`;
      await azora.app.get(CommandBus).execute(new SignUp(foreseen, 'Eve', 'no hash'));
      expect((await erase(account)).status).toBe(200);
      expectProblem(await signUp(azora.api, `${unique('eve')}@erased.INVALID`), 422, 'invalid_input');
    });

    it('gets no password by a link to the address that is left', async () => {
      const account = await anAccount(azora);
      await erase(account);
      const ofErased = () =>
        rowsOf<{ email: string }>(azora, 'select * from identity.users where id = $1', [account.id]);
      const [before] = await ofErased();
      const email = before?.email as string;
      await azora.api.post('/api/auth/password/forgot', { email });
      const [proof] = await rowsOf<{ id: string }>(azora, 'select id from identity.proofs where email = $1', [email]);
      const token = azora.app.get(LinkTokens, { strict: false }).tokenFor('reset-password', proof?.id as string);
      expectProblem(
        await azora.api.post('/api/auth/password/reset', { token, password: PASSWORD }),
        400,
        'link_invalid',
      );
      expect(await ofErased()).toEqual([before]);
    });

    it('is nobody for administrators either', async () => {
      const [account, admin] = [await anAccount(azora), await anAdmin(azora)];
      await erase(account);
      expect((await admin.api.get(`/api/admin/users?q=${account.id}`)).body.items).toEqual([]);
      expectProblem(await admin.api.put(`/api/admin/users/${account.id}/lock`), 404, 'user_not_found');
      expectProblem(
        await admin.api.put(`/api/admin/users/${account.id}/roles`, { roles: ['admin'] }),
        404,
        'user_not_found',
      );
    });

    it('is so only by who knows the password', async () => {
      const account = await anAccount(azora);
      expectProblem(await erase(account, 'wrong'), 403, 'wrong_password');
      expectProblem(await account.api.send('DELETE', '/api/me', {}), 403, 'wrong_password');
      expect(await isSignedIn(account)).toBe(true);
    });
  });

  async function textOf(schema: string): Promise<string> {
    const tables = await rowsOf<{ name: string }>(
      azora,
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1`,
      [schema],
    );
    const texts = await Promise.all(tables.map(({ name }) => rowsOf(azora, `select t::text from ${name} t`)));
    return JSON.stringify(texts);
  }
});
