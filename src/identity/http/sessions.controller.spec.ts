import { Azora } from '../../../test/support/azora.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { BeginSession } from '../processes/begin-session.ts';
import { openSessionsView } from '../queries/list-sessions.ts';
import { type Account, anAccount, anotherSession, isSignedIn, logIn } from '../testing/accounts.ts';

describe('Sessions', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  async function sessionsOf({ api }: Account) {
    return openSessionsView.parse((await api.get('/api/auth/sessions')).body).items;
  }

  async function statusOfRefresh({ refreshToken }: Account): Promise<number> {
    return (await azora.api.post('/api/auth/refresh', { refreshToken })).status;
  }

  it('are listed with where and when they began, the latest used first', async () => {
    const first = await anAccount(azora);
    azora.clock.advance({ hours: 1 });
    const { body } = await logIn(azora.api.with({ 'user-agent': 'Firefox on Linux' }), first.email);
    const [newer, older] = await sessionsOf({ ...first, api: azora.api.as(body) });
    expect(newer).toMatchObject({ userAgent: 'Firefox on Linux', address: '127.0.0.1', current: true });
    expect(older).toMatchObject({ current: false });
    const lifetime = Date.parse(String(newer?.expiresAt)) - Date.parse(String(newer?.startedAt));
    expect(lifetime).toBe(90 * 86_400_000);
    await azora.api.post('/api/auth/refresh', { refreshToken: first.refreshToken });
    expect((await sessionsOf(first)).map(({ id }) => id)).toEqual([older?.id, newer?.id]);
  });

  it('end at once when their owner signs out, access tokens included, and no others', async () => {
    const first = await anAccount(azora);
    const second = await anotherSession(azora, first);
    expect((await first.api.post('/api/auth/logout')).status).toBe(204);
    expectProblem(await first.api.get('/api/me'), 401, 'unauthenticated');
    expect(await statusOfRefresh(first)).toBe(401);
    expect(await isSignedIn(second)).toBe(true);
    expect(await sessionsOf(second)).toHaveLength(1);
  });

  it('end once, however many tabs sign out at the same moment', async () => {
    const account = await anAccount(azora);
    const answers = await Promise.all(Array.from({ length: 5 }, () => account.api.post('/api/auth/logout')));
    // Who comes late is not signed in any more.
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toContain(204);
    expect(statuses).not.toContain(404);
    expect(await isSignedIn(account)).toBe(false);
  });

  it('end all at once when their owner signs out everywhere', async () => {
    const first = await anAccount(azora);
    const second = await anotherSession(azora, first);
    expect((await second.api.post('/api/auth/logout-all')).status).toBe(204);
    for (const session of [first, second]) {
      expect(await isSignedIn(session)).toBe(false);
      expect(await statusOfRefresh(session)).toBe(401);
    }
    expect(await isSignedIn(await anotherSession(azora, first))).toBe(true);
  });

  it('end but the one that asks for it', async () => {
    const first = await anAccount(azora);
    const second = await anotherSession(azora, first);
    expect((await second.api.send('DELETE', '/api/auth/sessions')).status).toBe(204);
    expect(await isSignedIn(first)).toBe(false);
    expect(await isSignedIn(second)).toBe(true);
  });

  it('end one by one, once', async () => {
    const first = await anAccount(azora);
    const second = await anotherSession(azora, first);
    const id = (await sessionsOf(second)).find(({ current }) => !current)?.id;
    expect((await second.api.send('DELETE', `/api/auth/sessions/${id}`)).status).toBe(204);
    expect(await isSignedIn(first)).toBe(false);
    expectProblem(await second.api.send('DELETE', `/api/auth/sessions/${id}`), 404, 'session_not_found');
  });

  it('of somebody else do not exist', async () => {
    const [ada, eve] = [await anAccount(azora), await anAccount(azora)];
    const [session] = await sessionsOf(ada);
    expectProblem(await eve.api.send('DELETE', `/api/auth/sessions/${session?.id}`), 404, 'session_not_found');
    expect(await isSignedIn(ada)).toBe(true);
    expect((await sessionsOf(eve)).map(({ id }) => id)).not.toContain(session?.id);
  });

  it('are ten at most: the one that was not used for longest makes room', async () => {
    const first = await anAccount(azora);
    const second = await anotherSession(azora, first);
    await azora.api.post('/api/auth/refresh', { refreshToken: first.refreshToken });
    for (let count = 2; count < 11; count++) await anotherSession(azora, first);
    expect(await isSignedIn(second)).toBe(false);
    expect(await isSignedIn(first)).toBe(true);
    expect(await sessionsOf(first)).toHaveLength(10);
  });

  it('are ten at most also when twenty begin at the same moment', async () => {
    const { id } = await anAccount(azora);
    const beginning = azora.app.get(BeginSession, { strict: false });
    const guest = { address: '203.0.113.7', userAgent: 'Firefox' };
    const begun = await Promise.all(Array.from({ length: 20 }, () => beginning.begin(id, guest)));
    const signedIn = await Promise.all(begun.map(session => isSignedIn({ api: azora.api.as(session) })));
    expect(signedIn.filter(Boolean)).toHaveLength(10);
  });
});
