import { CommandBus } from '@nestjs/cqrs';
import { Azora, unique } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { raw } from '../../../test/support/raw.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { SignUp } from '../commands/sign-up.ts';
import { Passwords } from '../domain/passwords.ts';
import { type Account, anAccount, isSignedIn, logIn, PASSWORD, signUp } from '../testing/accounts.ts';
import { linksTo, mailTo, tokenMailedTo } from '../testing/inbox.ts';

const APP = 'https://app.example.org';

describe('An address', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { APP_URL: APP } });
  });

  afterAll(() => azora.stop());

  function verify(token: string): Promise<Answer> {
    return azora.api.post('/api/auth/verify-email', { token });
  }

  async function isVerified({ api }: Account): Promise<boolean> {
    return (await api.get('/api/me')).body.emailVerified;
  }

  async function linksAskedFor(email: string, purpose: string): Promise<number> {
    const query = 'select id from identity.proofs where email = $1 and purpose = $2';
    return (await rowsOf(azora, query, [email, purpose])).length;
  }

  it('is verified by the link in the mail that welcomes, once', async () => {
    const account = await anAccount(azora);
    expect(await isVerified(account)).toBe(false);
    const token = await tokenMailedTo(account.email, '/verify-email');
    expect((await verify(token)).status).toBe(204);
    expect(await isVerified(account)).toBe(true);
    expectProblem(await verify(token), 400, 'link_invalid');
  });

  it('is not verified by a link that is older than an hour, and then by a new one', async () => {
    const account = await anAccount(azora);
    const token = await tokenMailedTo(account.email, '/verify-email');
    azora.clock.advance({ minutes: 61 });
    expectProblem(await verify(token), 400, 'link_invalid');
    await azora.api.post('/api/auth/resend-verification', { email: account.email });
    expect((await verify(await tokenMailedTo(account.email, '/verify-email', 2))).status).toBe(204);
    expect(await isVerified(account)).toBe(true);
  });

  it('is not verified by a link for something else, nor by a made-up one', async () => {
    const account = await anAccount(azora);
    await azora.api.post('/api/auth/password/forgot', { email: account.email });
    const resetting = await tokenMailedTo(account.email, '/reset-password');
    for (const token of [resetting, 'x', 'A'.repeat(64)]) expectProblem(await verify(token), 400, 'link_invalid');
    expect(await isVerified(account)).toBe(false);
  });

  it('answers the same when a mail is asked for again, whether anybody has it or not', async () => {
    const [account, verified] = [await anAccount(azora), await anAccount(azora)];
    await verify(await tokenMailedTo(verified.email, '/verify-email'));
    for (const email of [account.email, verified.email, `${unique('nobody')}@example.org`]) {
      const { status, body } = await azora.api.post('/api/auth/resend-verification', { email });
      expect([status, body]).toEqual([202, '']);
    }
    await tokenMailedTo(account.email, '/verify-email', 2);
    expect(await linksTo(verified.email)).toHaveLength(1);
  });

  it('gets five links an hour at most for a purpose, in whatever spelling, also at the same moment', async () => {
    const { email } = await anAccount(azora);
    const asked = [email, email.toUpperCase()].flatMap(spelling =>
      Array.from({ length: 5 }, () => azora.api.post('/api/auth/password/forgot', { email: spelling })),
    );
    for (const { status } of await Promise.all(asked)) expect(status).toBe(202);
    expect(await linksAskedFor(email, 'reset-password')).toBe(5);
    azora.clock.advance({ minutes: 61 });
    await azora.api.post('/api/auth/password/forgot', { email });
    expect(await linksAskedFor(email, 'reset-password')).toBe(6);
  });

  it.each([
    ['/api/auth/resend-verification', '/api/auth/password/forgot', 'reset-password', 1],
    ['/api/auth/password/forgot', '/api/auth/resend-verification', 'verify-email', 2],
  ])('gets a link that its owner asks for, however often a stranger asks %s', async (often, once, purpose, count) => {
    const { email } = await anAccount(azora);
    for (let time = 0; time < 7; time += 1) await azora.api.post(often, { email });
    await azora.api.post(once, { email });
    expect(await linksAskedFor(email, purpose)).toBe(count);
  });

  it.each([
    ['/api/auth/resend-verification', 'verify-email'],
    ['/api/auth/password/forgot', 'reset-password'],
  ])('is as much work for %s when nobody has it as when somebody does', async (path, purpose) => {
    const nobody = `${unique('nobody')}@example.org`;
    for (let time = 0; time < 7; time += 1) await azora.api.post(path, { email: nobody });
    expect(await linksAskedFor(nobody, purpose)).toBe(5);
  });

  it('is asked to be changed five times an hour at most', async () => {
    const { api } = await anAccount(azora);
    const answers = [];
    for (let time = 0; time < 6; time += 1)
      answers.push(await api.post('/api/me/email', { email: `${unique('new')}@example.org`, password: PASSWORD }));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429]);
  });

  it('has its password reset by the first link still, when a stranger has asked for all the others', async () => {
    const { email } = await anAccount(azora);
    for (let time = 0; time < 7; time += 1) await azora.api.post('/api/auth/password/forgot', { email });
    await tokenMailedTo(email, '/reset-password', 5);
    const token = await tokenMailedTo(email, '/reset-password');
    const reset = await azora.api.post('/api/auth/password/reset', { token, password: 'an entirely different one' });
    expect(reset.status).toBe(204);
  });

  it('is one in every spelling', async () => {
    const name = unique('zo');
    const hash = await azora.app.get(Passwords, { strict: false }).hash(PASSWORD);
    await azora.app.get(CommandBus).execute(new SignUp(`${name}e\u0308@example.org`, 'Zoë', hash));
    for (const written of [`${name}ë@example.org`, `${name}e\u0308@example.org`, `${name.toUpperCase()}Ë@EXAMPLE.org`])
      expect((await logIn(azora.api, written)).status).toBe(200);
  });

  it.each<Record<string, string>>([
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example' },
    { forwarded: 'host=evil.example' },
  ])('is mailed links to the pages of the platform, though a request says %j', async headers => {
    const { email } = await anAccount(azora);
    const body = JSON.stringify({ email });
    const asked = { 'content-type': 'application/json', 'x-forwarded-proto': 'http', ...headers };
    expect((await raw(azora.url, 'POST', '/api/auth/password/forgot', asked, body)).status).toBe(202);
    await tokenMailedTo(email, '/reset-password');
    for (const { origin } of await linksTo(email)) expect(origin).toBe(APP);
  });

  it('is mailed tokens that the database does not know, in any table or form', async () => {
    const { email, api } = await anAccount(azora);
    await azora.api.post('/api/auth/password/forgot', { email });
    const newEmail = `${unique('new')}@example.org`;
    await api.post('/api/me/email', { email: newEmail, password: PASSWORD });
    const tokens = await Promise.all([
      tokenMailedTo(email, '/verify-email'),
      tokenMailedTo(email, '/reset-password'),
      tokenMailedTo(email, '/confirm-email-change'),
      tokenMailedTo(newEmail, '/confirm-email-change'),
    ]);
    const everything = await textOfAllTables();
    expect(everything).toContain(newEmail);
    for (const token of tokens) {
      expect(everything).not.toContain(token);
      expect(everything).not.toContain(Buffer.from(token, 'base64url').subarray(16).toString('hex'));
    }
  });

  async function textOfAllTables(): Promise<string> {
    const tables = await rowsOf<{ name: string }>(
      azora,
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts = await Promise.all(tables.map(({ name }) => rowsOf(azora, `select t::text from ${name} t`)));
    return JSON.stringify(texts);
  }
});

describe('A change of address', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  afterAll(() => azora.stop());

  function confirm(token: string): Promise<Answer> {
    return azora.api.post('/api/auth/confirm-email-change', { token });
  }

  /** Asks for it, and waits for both mails. */
  async function aChange(email = `${unique('new')}@example.org`) {
    const account = await anAccount(azora);
    const asked = await account.api.post('/api/me/email', { email, password: PASSWORD });
    expect(asked.status).toBe(202);
    const [oldToken, newToken] = await Promise.all(
      [account.email, email].map(address => tokenMailedTo(address, '/confirm-email-change')),
    );
    return { account, email, oldToken: oldToken as string, newToken: newToken as string };
  }

  it.each(['old', 'new'])('is done when both links were followed, the one to the %s address first', async first => {
    const { account, email, oldToken, newToken } = await aChange();
    const [one, other] = first === 'old' ? [oldToken, newToken] : [newToken, oldToken];
    expect(await confirm(one)).toMatchObject({ status: 200, body: { changed: false } });
    expect((await account.api.get('/api/me')).body.email).toBe(account.email);
    expect(await confirm(other)).toMatchObject({ status: 200, body: { changed: true } });

    expect(await isSignedIn(account)).toBe(false);
    expectProblem(await logIn(azora.api, account.email), 401, 'wrong_credentials');
    const { body } = await logIn(azora.api, email.toUpperCase());
    expect(body.user).toMatchObject({ id: account.id, email, emailVerified: true });
    for (const address of [account.email, email]) await mailTo(address, 'The address of your account was changed');
  });

  it('is not done by one link twice, nor again when it is done', async () => {
    const { oldToken, newToken } = await aChange();
    await confirm(oldToken);
    expectProblem(await confirm(oldToken), 400, 'link_invalid');
    await confirm(newToken);
    for (const token of [oldToken, newToken]) expectProblem(await confirm(token), 400, 'link_invalid');
  });

  it('is done once when both links are followed at the same moment', async () => {
    const { oldToken, newToken } = await aChange();
    const answers = await Promise.all([confirm(oldToken), confirm(newToken)]);
    expect(answers.map(({ body }) => body.changed).sort()).toEqual([false, true]);
  });

  it('is not done by a link that is older than a day', async () => {
    const { account, oldToken, newToken } = await aChange();
    await confirm(oldToken);
    azora.clock.advance({ hours: 25 });
    expectProblem(await confirm(newToken), 400, 'link_invalid');
    expect((await logIn(azora.api, account.email)).status).toBe(200);
  });

  it('is over when another one is asked for', async () => {
    const { account, oldToken, newToken } = await aChange();
    await confirm(oldToken);
    const email = `${unique('newer')}@example.org`;
    await account.api.post('/api/me/email', { email, password: PASSWORD });
    for (const token of [oldToken, newToken]) expectProblem(await confirm(token), 400, 'link_invalid');
    await confirm(await tokenMailedTo(account.email, '/confirm-email-change', 2));
    expect((await confirm(await tokenMailedTo(email, '/confirm-email-change'))).body).toEqual({ changed: true });
  });

  it('does not tell whether somebody has the new address, and fails at its end if somebody does', async () => {
    const { account, email, oldToken, newToken } = await aChange();
    expect((await signUp(azora.api, email)).status).toBe(201);
    await confirm(oldToken);
    expectProblem(await confirm(newToken), 409, 'email_taken');
    expect(await isSignedIn(account)).toBe(true);
    expect((await logIn(azora.api, account.email)).body.user.id).toBe(account.id);
  });

  it('has to be asked for with the password', async () => {
    const { api } = await anAccount(azora);
    for (const wish of [{ email: 'new@example.org' }, { email: 'new@example.org', password: 'wrong' }])
      expectProblem(await api.post('/api/me/email', wish), 403, 'wrong_password');
  });
});
