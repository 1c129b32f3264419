import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { Passwords } from '../domain/passwords.ts';
import { TooManyLogins } from '../domain/sign-in.errors.ts';
import { type Account, anAccount, logIn, PASSWORD } from '../testing/accounts.ts';
import { OvertakenPasswords } from '../testing/overtaken-passwords.ts';

const WAYS: [string, (account: Account, password?: string) => Promise<Answer>][] = [
  ['at a sign-in', ({ api, email }, password) => logIn(api, email, password)],
  ['when it is asked for again', ({ api }, password = PASSWORD) => api.post('/api/auth/mfa/enroll', { password })],
];

describe('A password that there was no time to look at', () => {
  let azora: Azora;
  const passwords = new OvertakenPasswords();

  beforeAll(async () => {
    azora = await Azora.start({
      environment: { WORKERS: 'off' },
      override: builder => builder.overrideProvider(Passwords).useValue(passwords),
    });
  });

  afterAll(() => azora.stop());

  it.each(WAYS)('is no guess %s', async (_, send) => {
    const account = await anAccount(azora);
    for (let time = 0; time < 7; time += 1) {
      passwords.overtakeBy(() => Promise.reject(new TooManyLogins()));
      expectProblem(await send(account), 503, 'too_many_logins');
    }
    for (let time = 0; time < 4; time += 1) expect((await send(account, 'wrong')).status).not.toBe(429);
    expect((await send(account)).status).toBe(200);
  });
});
