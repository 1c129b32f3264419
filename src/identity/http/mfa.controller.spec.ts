import { Secret, TOTP } from 'otpauth';
import type { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { Secrets } from '../domain/secrets.ts';
import { enrollmentView } from '../queries/second-factor.view.ts';
import { type Account, anAccount, isSignedIn, logIn, PASSWORD } from '../testing/accounts.ts';
import { StillClock, startStill } from '../testing/still-clock.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Protected extends Account {
  readonly secret: string;
  readonly recoveryCodes: string[];
}

describe('A second factor', () => {
  let azora: Azora;
  const clock = new StillClock();

  beforeAll(async () => {
    azora = await startStill(clock, { WORKERS: 'off' });
  });

  afterAll(() => azora.stop());

  /** What the app shows now, or in so many steps. */
  function codeOf(secret: string, steps = 0): string {
    const timestamp = clock.now().getTime() + steps * 30_000;
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  }

  function enroll({ api }: Account, password = PASSWORD): Promise<Answer> {
    return api.post('/api/auth/mfa/enroll', { password });
  }

  function verify({ api }: Account, code: string): Promise<Answer> {
    return api.post('/api/auth/mfa/verify', { code });
  }

  async function aProtectedAccount(): Promise<Protected> {
    const account = await anAccount(azora);
    const { secret } = (await enroll(account)).body;
    const { recoveryCodes } = (await verify(account, codeOf(secret))).body;
    // The code that confirmed is used up, so the app has to show the next.
    clock.advance({ minutes: 1 });
    return { ...account, secret, recoveryCodes };
  }

  async function ticketFor({ email }: Account): Promise<string> {
    return (await logIn(azora.api, email)).body.ticket;
  }

  function finish(ticket: string, code: string): Promise<Answer> {
    return azora.api.post('/api/auth/login/mfa', { ticket, code });
  }

  it('is given as text, as an address and as an image for an app to read', async () => {
    const account = await anAccount(azora);
    const { status, body } = await enroll(account);
    expect(status).toBe(200);
    const { secret, uri, qrCode } = enrollmentView.parse(body);
    const address = new URL(uri);
    expect([address.protocol, address.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(address.pathname)).toBe(`/Azora:${account.email}`);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      secret,
      issuer: 'Azora',
      digits: '6',
      period: '30',
    });
    expect(qrCode).toMatch(/^data:image\/png;base64,/);
    expect(Buffer.from(qrCode.split(',')[1] as string, 'base64').subarray(0, 8)).toEqual(PNG);
  });

  it('is not asked for before a first code has shown that the app has it', async () => {
    const account = await anAccount(azora);
    const { secret } = (await enroll(account)).body;
    expect((await logIn(azora.api, account.email)).status).toBe(200);
    expectProblem(await verify(account, codeOf(secret, 5)), 401, 'wrong_code');
    const { status, body } = await verify(account, codeOf(secret));
    expect(status).toBe(200);
    expect(new Set(body.recoveryCodes).size).toBe(10);
    expectProblem(await logIn(azora.api, account.email), 401, 'second_factor_required');
  });

  it('can be given anew until it is confirmed, and not after', async () => {
    const account = await anAccount(azora);
    expectProblem(await verify(account, '123456'), 409, 'second_factor_not_enrolled');
    const [first, second] = [(await enroll(account)).body, (await enroll(account)).body];
    expectProblem(await verify(account, codeOf(first.secret)), 401, 'wrong_code');
    expect((await verify(account, codeOf(second.secret))).status).toBe(200);
    expectProblem(await enroll(account), 409, 'second_factor_enabled');
    expectProblem(await verify(account, codeOf(second.secret, 1)), 409, 'second_factor_enabled');
  });

  it('lets in who brings the ticket of the password and a code', async () => {
    const account = await aProtectedAccount();
    const answer = await logIn(azora.api, account.email);
    expectProblem(answer, 401, 'second_factor_required');
    expect(answer.body).not.toHaveProperty('accessToken');
    const { status, body } = await finish(answer.body.ticket, codeOf(account.secret));
    expect(status).toBe(200);
    expect(body.user.id).toBe(account.id);
    expect(await isSignedIn({ api: azora.api.as(body) })).toBe(true);
  });

  it('takes each code once, also at the same moment, and none before it any more', async () => {
    const account = await aProtectedAccount();
    const [ticket, code] = [await ticketFor(account), codeOf(account.secret)];
    const answers = await Promise.all([finish(ticket, code), finish(ticket, code), finish(ticket, code)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401]);
    expectProblem(await finish(ticket, codeOf(account.secret, -1)), 401, 'wrong_code');
    expect((await finish(ticket, codeOf(account.secret, 1))).status).toBe(200);
  });

  it.each([
    ['too old', -2],
    ['too early', 2],
  ])('takes no code that is %s', async (_, steps) => {
    const account = await aProtectedAccount();
    expectProblem(await finish(await ticketFor(account), codeOf(account.secret, steps)), 401, 'wrong_code');
  });

  it.each(['000000x', '１２３４５６', '🔑🔑🔑', "' or 1=1 --", '      '])('takes %j for no code', async code => {
    const account = await aProtectedAccount();
    const answer = await finish(await ticketFor(account), code);
    expect([401, 422]).toContain(answer.status);
  });

  it('takes each recovery code once, however it is typed, and the owner hears of it', async () => {
    const account = await aProtectedAccount();
    const ticket = await ticketFor(account);
    const [first, second] = account.recoveryCodes as [string, string];
    const answers = await Promise.all([finish(ticket, first), finish(ticket, first)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401]);
    expect((await finish(ticket, second.toUpperCase().replaceAll('-', ''))).status).toBe(200);
    const alerts = await eventsOf(azora, 'identity.account_alert');
    expect(alerts).toContainEqual({ userId: account.id, alert: 'recovery_code_used', address: null });
  });

  it('lets nobody in with a code of somebody else', async () => {
    const [ada, eve] = [await aProtectedAccount(), await aProtectedAccount()];
    expectProblem(await finish(await ticketFor(ada), codeOf(eve.secret)), 401, 'wrong_code');
    expectProblem(await finish(await ticketFor(ada), eve.recoveryCodes[0] as string), 401, 'wrong_code');
  });

  it('wants a ticket that is genuine and five minutes old at most', async () => {
    const account = await aProtectedAccount();
    const ticket = await ticketFor(account);
    const sealedForSomethingElse = azora.app
      .get(Secrets, { strict: false })
      .seal(JSON.stringify({ userId: account.id, until: Date.now() + 1e9 }), 'sign-in');
    for (const forged of [
      'x',
      ticket.slice(0, -2),
      `${ticket.slice(0, -6)}AAAAAA`,
      sealedForSomethingElse,
      account.refreshToken,
    ])
      expectProblem(await finish(forged, codeOf(account.secret)), 401, 'ticket_invalid');
    clock.advance({ minutes: 6 });
    expectProblem(await finish(ticket, codeOf(account.secret)), 401, 'ticket_invalid');
  });

  it('can not be guessed: after five wrong codes the right one is not looked at', async () => {
    const account = await aProtectedAccount();
    const ticket = await ticketFor(account);
    const guesses = await Promise.all(Array.from({ length: 50 }, () => finish(ticket, '000000')));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expectProblem(await finish(ticket, codeOf(account.secret)), 429, 'too_many_attempts');
    clock.advance({ minutes: 1 });
    expect((await finish(ticket, codeOf(account.secret))).status).toBe(200);
  });

  it('is turned off by its owner, who has to know the password, and leaves nothing', async () => {
    const account = await aProtectedAccount();
    const disable = (password: string) => account.api.post('/api/auth/mfa/disable', { password });
    expectProblem(await disable('wrong'), 403, 'wrong_password');
    const ticket = await ticketFor(account);
    expect((await disable(PASSWORD)).status).toBe(204);
    expectProblem(await disable(PASSWORD), 409, 'second_factor_not_enrolled');
    expectProblem(await finish(ticket, codeOf(account.secret)), 401, 'wrong_code');
    expect((await logIn(azora.api, account.email)).status).toBe(200);
    expect(await rowsOf(azora, 'select id from identity.second_factors where id = $1', [account.id])).toEqual([]);
    const heard = await eventsOf(azora, 'identity.account_alert');
    expect(heard).toContainEqual({ userId: account.id, alert: 'second_factor_disabled', address: null });
  });

  it('is given only to who knows the password', async () => {
    expectProblem(await enroll(await anAccount(azora), 'wrong'), 403, 'wrong_password');
  });

  it('is at rest only sealed, and recovery codes only hashed', async () => {
    const { id, secret, recoveryCodes } = await aProtectedAccount();
    const [row] = await rowsOf<{ recovery_hashes: string[] }>(
      azora,
      'select * from identity.second_factors where id = $1',
      [id],
    );
    const text = JSON.stringify(row);
    expect(row?.recovery_hashes).toHaveLength(10);
    for (const plain of [secret, ...recoveryCodes, ...recoveryCodes.map(code => code.replaceAll('-', ''))])
      expect(text).not.toContain(plain);
  });
});
