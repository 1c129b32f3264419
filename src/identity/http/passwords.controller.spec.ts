import { Secret, TOTP } from 'otpauth';
import { type Azora, unique } from '../../../test/support/azora.ts';
import type { Answer, Client } from '../../../test/support/client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { anAccount, anotherSession, isSignedIn, logIn, PASSWORD, signUp } from '../testing/accounts.ts';
import { mailTo, tokenMailedTo } from '../testing/inbox.ts';
import { StillClock, startStill } from '../testing/still-clock.ts';
import { weakHash } from '../testing/weak-hash.ts';

const NEW_PASSWORD = 'an entirely different one';

describe('A password', () => {
  let azora: Azora;
  const clock = new StillClock();

  beforeAll(async () => {
    azora = await startStill(clock);
  });

  afterAll(() => azora.stop());

  function forget(email: string): Promise<Answer> {
    return azora.api.post('/api/auth/password/forgot', { email });
  }

  function reset(token: string, password = NEW_PASSWORD): Promise<Answer> {
    return azora.api.post('/api/auth/password/reset', { token, password });
  }

  async function tokenFor(email: string, nth = 1): Promise<string> {
    await forget(email);
    return tokenMailedTo(email, '/reset-password', nth);
  }

  describe('that is new', () => {
    it.each([
      ['eight characters', 'x7$-qv_9'],
      ['256 characters', 'x'.repeat(256)],
      ['256 emoji', '🔑'.repeat(256)],
      ['eight emoji', '🔑'.repeat(8)],
      ['spaces at its ends', ' leading and trailing '],
      ['another script', 'пароль-пароль'],
    ])('may be of %s, and counts as it is', async (_, password) => {
      const email = `${unique('ada')}@example.org`;
      expect((await signUp(azora.api, email, password)).status).toBe(201);
      expect((await logIn(azora.api, email, password)).status).toBe(200);
      expectProblem(await logIn(azora.api, email, [...password].slice(1).join('')), 401, 'wrong_credentials');
    });

    it.each([
      ['seven characters', 'x7$-qv_'],
      ['seven emoji', '🔑'.repeat(7)],
      ['257 characters', 'x'.repeat(257)],
      ['257 emoji', '🔑'.repeat(257)],
      ['almost a megabyte', 'x'.repeat(1_000_000)],
    ])('is not of %s', async (_, password) => {
      expectProblem(await signUp(azora.api, `${unique('ada')}@example.org`, password), 422, 'invalid_input');
      expectProblem(await reset('x'.repeat(64), password), 422, 'invalid_input');
    });

    it('is not of a megabyte', async () => {
      expectProblem(await signUp(azora.api, 'ada@example.org', 'x'.repeat(1_048_576)), 413, 'body_too_large');
    });

    it.each(['password', 'PASSWORD', 'iloveyou', '12345678'])(
      'is none that everybody tries, such as %s',
      async password => {
        expectProblem(await signUp(azora.api, `${unique('ada')}@example.org`, password), 400, 'password_too_common');
      },
    );

    it('is not the name of its owner, nor of their address, nor of the platform', async () => {
      const mailbox = unique('ada');
      for (const password of [mailbox, `${mailbox}@example.org`, 'Ada Lovelace', 'adalovelace1815', 'Azora2026!'])
        expectProblem(await signUp(azora.api, `${mailbox}@example.org`, password), 400, 'password_too_personal');
    });

    it('obeys the same rules when it is changed and when it is reset', async () => {
      const { email, api } = await anAccount(azora);
      const change = (newPassword: string) =>
        api.post('/api/auth/password/change', { currentPassword: PASSWORD, newPassword });
      expectProblem(await change('password'), 400, 'password_too_common');
      expectProblem(await change('Ada Lovelace'), 400, 'password_too_personal');
      const token = await tokenFor(email);
      expectProblem(await reset(token, 'password'), 400, 'password_too_common');
      expectProblem(await reset(token, 'Ada Lovelace'), 400, 'password_too_personal');
      expect((await reset(token)).status).toBe(204);
    });
  });

  it('is hashed anew at a sign-in once more is asked of hashes', async () => {
    const { email, api } = await anAccount(azora);
    const weak = weakHash(PASSWORD);
    await rowsOf(azora, 'update identity.users set password_hash = $1 where email = $2', [weak, email]);
    expectProblem(await logIn(azora.api, email, 'wrong'), 401, 'wrong_credentials');
    expect(await hashOf(email)).toBe(weak);
    expect((await logIn(azora.api, email)).status).toBe(200);
    expect(await hashOf(email)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await logIn(azora.api, email)).status).toBe(200);
    expect(await isSignedIn({ api })).toBe(true);
  });

  describe('that is changed', () => {
    it('ends every other session, and the owner hears of it', async () => {
      const first = await anAccount(azora);
      const second = await anotherSession(azora, first);
      const wish = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
      expect((await second.api.post('/api/auth/password/change', wish)).status).toBe(204);
      expect([await isSignedIn(first), await isSignedIn(second)]).toEqual([false, true]);
      expectProblem(await logIn(azora.api, first.email), 401, 'wrong_credentials');
      expect((await logIn(azora.api, first.email, NEW_PASSWORD)).status).toBe(200);
      await mailTo(first.email, 'Your password was changed');
    });

    it('has to be known', async () => {
      const { email, api } = await anAccount(azora);
      for (const wish of [{ currentPassword: 'wrong', newPassword: NEW_PASSWORD }, { newPassword: NEW_PASSWORD }])
        expectProblem(await api.post('/api/auth/password/change', wish), 403, 'wrong_password');
      expect((await logIn(azora.api, email)).status).toBe(200);
    });

    it('can not be guessed by whoever has stolen a session', async () => {
      const { api } = await anAccount(azora);
      const guess = () =>
        api.post('/api/auth/password/change', { currentPassword: 'wrong', newPassword: NEW_PASSWORD });
      for (let count = 0; count < 5; count++) expectProblem(await guess(), 403, 'wrong_password');
      expectProblem(await guess(), 429, 'too_many_attempts');
    });
  });

  describe('that was forgotten', () => {
    it('is set anew by the link in a mail, which ends every session', async () => {
      const { email, ...account } = await anAccount(azora);
      expect((await reset(await tokenFor(email))).status).toBe(204);
      expect(await isSignedIn(account)).toBe(false);
      expectProblem(await logIn(azora.api, email), 401, 'wrong_credentials');
      const { body } = await logIn(azora.api, email, NEW_PASSWORD);
      expect(body.user).toMatchObject({ email, emailVerified: true });
    });

    it('is set once by one link, also when it is followed twice at the same moment', async () => {
      const { email } = await anAccount(azora);
      const token = await tokenFor(email);
      const answers = await Promise.all([reset(token), reset(token, 'and yet another one'), reset(token)]);
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 400, 400]);
      expectProblem(await reset(token), 400, 'link_invalid');
    });

    it('is set within an hour', async () => {
      const { email } = await anAccount(azora);
      const token = await tokenFor(email);
      clock.advance({ minutes: 61 });
      expectProblem(await reset(token), 400, 'link_invalid');
      expect((await logIn(azora.api, email)).status).toBe(200);
    });

    it('is set by no other link, and by no made-up one', async () => {
      const { email } = await anAccount(azora);
      const verifying = await tokenMailedTo(email, '/verify-email');
      for (const token of [verifying, 'x', 'A'.repeat(64)]) expectProblem(await reset(token), 400, 'link_invalid');
    });

    it('leaves nothing to whoever opened the account before the address was verified', async () => {
      const { email, api } = await anAccount(azora);
      const { body } = await api.post('/api/api-keys', { name: 'Mine', scopes: ['account:read'], password: PASSWORD });
      await protect(api);
      await reset(await tokenFor(email));
      expect(await isSignedIn({ api: azora.api.as({ accessToken: body.key }) })).toBe(false);
      expect((await logIn(azora.api, email, NEW_PASSWORD)).status).toBe(200);
    });

    it('leaves the second factor to an owner whose address is verified, and no API key', async () => {
      const { email, api } = await anAccount(azora);
      const token = await tokenMailedTo(email, '/verify-email');
      await azora.api.post('/api/auth/verify-email', { token });
      const { body } = await api.post('/api/api-keys', { name: 'Mine', scopes: ['account:read'], password: PASSWORD });
      await protect(api);
      await reset(await tokenFor(email));
      expect(await isSignedIn({ api: azora.api.as({ accessToken: body.key }) })).toBe(false);
      expectProblem(await logIn(azora.api, email, NEW_PASSWORD), 401, 'second_factor_required');
    });

    it('leaves no API key of who opened the account, though its owner has followed the link to verify', async () => {
      const { email, api } = await anAccount(azora);
      const { body } = await api.post('/api/api-keys', { name: 'Mine', scopes: ['account:read'], password: PASSWORD });
      const token = await tokenMailedTo(email, '/verify-email');
      expect((await azora.api.post('/api/auth/verify-email', { token })).status).toBe(204);
      await reset(await tokenFor(email));
      expect(await isSignedIn({ api: azora.api.as({ accessToken: body.key }) })).toBe(false);
    });

    it('answers the same to everybody, and mails nothing to those without an account', async () => {
      const [{ email }, nobody] = [await anAccount(azora), `${unique('nobody')}@example.org`];
      const [known, unknown] = [await forget(email), await forget(nobody)];
      expect([known.status, known.body]).toEqual([202, '']);
      expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
      await tokenMailedTo(email, '/reset-password');
      await eventually(async () => {
        const [row] = await rowsOf<{ open: number }>(
          azora,
          'select count(*) as open from kernel.outbox where published_at is null',
        );
        return row?.open === 0;
      });
      expect(await rowsOf(azora, 'select id from notifications.mails where address = $1', [nobody])).toEqual([]);
    });
  });

  /** Turns a second factor on. */
  async function protect(api: Client): Promise<void> {
    const { body } = await api.post('/api/auth/mfa/enroll', { password: PASSWORD });
    const totp = new TOTP({ secret: Secret.fromBase32(body.secret) });
    const code = totp.generate({ timestamp: clock.now().getTime() });
    expect((await api.post('/api/auth/mfa/verify', { code })).status).toBe(200);
  }

  async function hashOf(email: string): Promise<string | undefined> {
    const query = 'select password_hash from identity.users where email = $1';
    return (await rowsOf<{ password_hash: string }>(azora, query, [email]))[0]?.password_hash;
  }
});
