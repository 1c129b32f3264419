import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { sessionView } from '../queries/session.view.ts';
import { type Account, anAccount, anotherSession, isSignedIn } from '../testing/accounts.ts';

const SECOND = 1 / 60;

describe('A refresh token', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function refresh(refreshToken: string): Promise<Answer> {
    return azora.api.post('/api/auth/refresh', { refreshToken });
  }

  async function successorOf(refreshToken: string): Promise<string> {
    return (await refresh(refreshToken)).body.refreshToken;
  }

  function tokensOf(userId: string): Promise<{ hash: Buffer; successor: string | null }[]> {
    const tokens = 'select hash, successor from identity.refresh_tokens join identity.sessions on id = session_id';
    return rowsOf(azora, `${tokens} where user_id = $1`, [userId]);
  }

  async function alertsFor({ id }: Account): Promise<unknown[]> {
    return (await eventsOf(azora, 'identity.account_alert')).filter(
      event => (event as { userId: string }).userId === id,
    );
  }

  it('brings an access token and its own successor', async () => {
    const account = await anAccount(azora);
    const { status, body } = await refresh(account.refreshToken);
    expect(status).toBe(200);
    expect(sessionView.parse(body)).toMatchObject({ user: { id: account.id, email: account.email } });
    expect(body.refreshToken).not.toBe(account.refreshToken);
    expect(await isSignedIn({ api: azora.api.as(body) })).toBe(true);
    expect((await refresh(body.refreshToken)).status).toBe(200);
  });

  it('brings the same successor again for 20 seconds: a lost answer is no attack', async () => {
    const { refreshToken, ...account } = await anAccount(azora);
    const successor = await successorOf(refreshToken);
    azora.clock.advance({ minutes: 18 * SECOND });
    expect(await successorOf(refreshToken)).toBe(successor);
    expect((await refresh(successor)).status).toBe(200);
    expect(await isSignedIn(account)).toBe(true);
  });

  it('that is shown later ends the session, its successors and its access tokens, and warns the owner', async () => {
    const account = await anAccount(azora);
    const other = await anotherSession(azora, account);
    const { body } = await refresh(account.refreshToken);
    azora.clock.advance({ minutes: 21 * SECOND });
    expectProblem(await refresh(account.refreshToken), 401, 'refresh_token_invalid');
    expectProblem(await refresh(body.refreshToken), 401, 'refresh_token_invalid');
    expect(await isSignedIn({ api: azora.api.as(body) })).toBe(false);
    expect(await isSignedIn(account)).toBe(false);
    expect(await isSignedIn(other)).toBe(true);
    expect(await alertsFor(account)).toContainEqual({ userId: account.id, alert: 'session_replayed', address: null });
  });

  it('warns the owner of one replay once', async () => {
    const account = await anAccount(azora);
    await refresh(account.refreshToken);
    azora.clock.advance({ minutes: 1 });
    await Promise.all([refresh(account.refreshToken), refresh(account.refreshToken), refresh(account.refreshToken)]);
    const warnings = (await alertsFor(account)).filter(
      event => (event as { alert: string }).alert === 'session_replayed',
    );
    expect(warnings).toHaveLength(1);
  });

  it('has one successor, however many show it at the same moment', async () => {
    const { id, refreshToken } = await anAccount(azora);
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(await tokensOf(id)).toHaveLength(2);
  });

  it('is worth nothing after fourteen days without use', async () => {
    const { refreshToken } = await anAccount(azora);
    azora.clock.advance({ days: 13 });
    const successor = await successorOf(refreshToken);
    azora.clock.advance({ days: 14 });
    expectProblem(await refresh(successor), 401, 'refresh_token_invalid');
  });

  it('is worth nothing after ninety days, however often it is used', async () => {
    const account = await anAccount(azora);
    let token = account.refreshToken;
    for (let days = 0; days < 80; days += 10) {
      azora.clock.advance({ days: 10 });
      token = await successorOf(token);
    }
    azora.clock.advance({ days: 10 });
    expectProblem(await refresh(token), 401, 'refresh_token_invalid');
    expect(await isSignedIn(account)).toBe(false);
  });

  it('is stored only as a hash, and its successor only sealed', async () => {
    const { id, refreshToken } = await anAccount(azora);
    const successor = await successorOf(refreshToken);
    const rows = await tokensOf(id);
    const stored = JSON.stringify(rows) + rows.map(({ hash }) => hash.toString('base64url')).join();
    for (const token of [refreshToken, successor]) expect(stored).not.toContain(token);
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['made up', 'x'.repeat(43)],
    ['of no length', ''],
  ])('that is %s is refused', async (_, token) => {
    expectProblem(await refresh(token), 401, 'refresh_token_invalid');
  });

  it('has to be there', async () => {
    expectProblem(await azora.api.post('/api/auth/refresh'), 401, 'refresh_token_invalid');
    expectProblem(await azora.api.post('/api/auth/refresh', {}), 401, 'refresh_token_invalid');
  });
});
