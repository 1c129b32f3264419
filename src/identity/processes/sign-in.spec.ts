import type { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { anAdmin } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import { SignInAttempts } from '../domain/sign-in-attempts.ts';
import { type Account, anAccount, isSignedIn, logIn, PASSWORD } from '../testing/accounts.ts';
import { StillClock, startStill } from '../testing/still-clock.ts';

describe('Signing in', () => {
  let azora: Azora;
  const clock = new StillClock();

  beforeAll(async () => {
    azora = await startStill(clock, { WORKERS: 'off' });
  });

  afterAll(() => azora.stop());

  function logInOn(deviceToken: string, { email }: Account, password = PASSWORD): Promise<Answer> {
    return azora.api.post('/api/auth/login', { email, password, deviceToken });
  }

  async function guess({ email }: { email: string }, times: number): Promise<void> {
    for (let count = 0; count < times; count++) await logIn(azora.api, email, 'wrong');
  }

  async function alertsFor({ id }: Account): Promise<string[]> {
    const alerts = (await eventsOf(azora, 'identity.account_alert')) as { userId: string; alert: string }[];
    return alerts.filter(({ userId }) => userId === id).map(({ alert }) => alert);
  }

  it('is put off after five wrong passwords, with the right one too, and then goes on', async () => {
    const { email } = await anAccount(azora);
    await guess({ email }, 5);
    const answer = await logIn(azora.api, email);
    expectProblem(answer, 429, 'too_many_attempts');
    expect(answer.headers.get('retry-after')).toBe('1');
    clock.advance({ seconds: 1 });
    expect((await logIn(azora.api, email)).status).toBe(200);
    await guess({ email }, 4);
    expect((await logIn(azora.api, email)).status).toBe(200);
  });

  it('is put off alike where there is no account, and in every spelling', async () => {
    const email = 'nobody.at.all@example.org';
    await guess({ email }, 3);
    await guess({ email: email.toUpperCase() }, 2);
    expectProblem(await logIn(azora.api, ` ${email}`), 429, 'too_many_attempts');
  });

  it('goes on for the owner on a device of theirs, whatever strangers do', async () => {
    const account = await anAccount(azora);
    await guess(account, 5);
    expectProblem(await logIn(azora.api, account.email), 429, 'too_many_attempts');
    expect((await logInOn(account.deviceToken, account)).status).toBe(200);
    expectProblem(await logIn(azora.api, account.email), 429, 'too_many_attempts');
  });

  it('does not take a device for known that is made up or of somebody else', async () => {
    const [ada, eve] = [await anAccount(azora), await anAccount(azora)];
    await guess(ada, 5);
    for (const device of [eve.deviceToken, 'x'.repeat(43)])
      expectProblem(await logInOn(device, ada), 429, 'too_many_attempts');
  });

  it('looks at five passwords at most, when two hundred are tried at the same moment', async () => {
    const { email } = await anAccount(azora);
    const answers = await Promise.all(Array.from({ length: 200 }, () => logIn(azora.api, email, 'wrong')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter(status => status === 401)).toHaveLength(5);
    expect(statuses.filter(status => status === 429)).toHaveLength(195);
  });

  it('warns the owner once when somebody keeps trying', async () => {
    const account = await anAccount(azora);
    const attempts = azora.app.get(SignInAttempts, { strict: false });
    for (let network = 1; network < 20; network++)
      await attempts.begin({ account: account.email, address: `203.0.113.${network}` });
    expect(await alertsFor(account)).not.toContain('many_failed_sign_ins');
    await guess(account, 4);
    expect((await alertsFor(account)).filter(alert => alert === 'many_failed_sign_ins')).toHaveLength(1);
  });

  it('is told to the owner when it happens on a new device, and not on one that is known', async () => {
    const account = await anAccount(azora);
    expect(await alertsFor(account)).toEqual([]);
    await logInOn(account.deviceToken, account);
    expect(await alertsFor(account)).toEqual([]);
    await logIn(azora.api.with({ 'user-agent': 'another browser' }), account.email);
    expect(await alertsFor(account)).toEqual(['new_device']);
  });

  it('is no news from a program that keeps no device token, and of its devices the last fifty are known', async () => {
    const account = await anAccount(azora);
    for (let time = 0; time < 60; time += 1) await logIn(azora.api, account.email);
    expect(await alertsFor(account)).toEqual([]);
    const known = await rowsOf(azora, 'select 1 from identity.known_devices where user_id = $1', [account.id]);
    expect(known).toHaveLength(50);
  });

  it('tells only who knows the password that the account is locked', async () => {
    const account = await anAccount(azora);
    await (await anAdmin(azora)).api.put(`/api/admin/users/${account.id}/lock`);
    expectProblem(await logIn(azora.api, account.email), 403, 'account_locked');
    expectProblem(await logIn(azora.api, account.email, 'wrong'), 401, 'wrong_credentials');
    expect(await isSignedIn(account)).toBe(false);
  });

  it('is not possible while attempts can not be counted; who is signed in notices nothing', async () => {
    const account = await anAccount(azora);
    const { redis } = azora.app.get(RedisConnection, { strict: false });
    redis.disconnect();
    try {
      const answer = await logIn(azora.api, account.email);
      expectProblem(answer, 503, 'sign_in_unavailable');
      expect(answer.headers.get('retry-after')).toBe('5');
      const change = { currentPassword: PASSWORD, newPassword: 'an entirely different one' };
      expectProblem(await account.api.post('/api/auth/password/change', change), 503, 'sign_in_unavailable');
      expect(await isSignedIn(account)).toBe(true);
    } finally {
      await redis.connect();
    }
    expect((await logIn(azora.api, account.email)).status).toBe(200);
  });
});
