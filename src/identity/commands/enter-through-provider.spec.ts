import { CommandBus } from '@nestjs/cqrs';
import { Azora, unique } from '../../../test/support/azora.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { EmailNotVerifiedByProvider, SignInFailed } from '../domain/sign-in.errors.ts';
import { BeginSession } from '../processes/begin-session.ts';
import { anAccount, isSignedIn, logIn, PASSWORD } from '../testing/accounts.ts';
import { EnterThroughProvider } from './enter-through-provider.ts';

describe('Entering through a provider', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function enter(email: string, { subject = unique('subject'), provider = 'google', emailVerified = true } = {}) {
    const identity = { provider, subject, email, emailVerified, name: 'Ada of Google' };
    return azora.app.get(CommandBus).execute(new EnterThroughProvider(identity));
  }

  /** The API, as somebody sees it whom a provider has just vouched for. */
  async function signedInAs(userId: string) {
    const sessions = azora.app.get(BeginSession, { strict: false });
    return azora.api.as(await sessions.begin(userId, { address: '203.0.113.7', userAgent: 'Firefox' }));
  }

  it('opens an account with a verified address and no password', async () => {
    const email = `${unique('ada')}@example.org`;
    const id = await enter(email.toUpperCase());
    const [user] = await rowsOf(azora, 'select email, name, password_hash, roles from identity.users where id = $1', [
      id,
    ]);
    expect(user).toEqual({ email, name: 'Ada of Google', password_hash: null, roles: ['learner'] });
    expect((await (await signedInAs(id)).get('/api/me')).body.emailVerified).toBe(true);
    expectProblem(await logIn(azora.api, email), 401, 'wrong_credentials');
  });

  it('finds the same account by the id at the provider, whatever address it has there now', async () => {
    const subject = unique('subject');
    const id = await enter(`${unique('ada')}@example.org`, { subject });
    expect(await enter(`${unique('new')}@example.org`, { subject, emailVerified: false })).toBe(id);
  });

  it('opens one account for one person who comes twice at the same moment', async () => {
    const [email, subject] = [`${unique('ada')}@example.org`, unique('subject')];
    const entered = await Promise.allSettled([enter(email, { subject }), enter(email, { subject })]);
    expect(entered.some(({ status }) => status === 'fulfilled')).toBe(true);
    const [users] = await rowsOf(azora, 'select count(*) from identity.users where email = $1', [email]);
    expect(users).toEqual({ count: 1 });
    for (const result of entered)
      if (result.status === 'rejected') expect(['email_taken', 'concurrent_change']).toContain(result.reason.code);
  });

  it('opens and links nothing for an address that the provider has not verified', async () => {
    const { email, id } = await anAccount(azora);
    await expect(enter(email, { emailVerified: false })).rejects.toBeInstanceOf(EmailNotVerifiedByProvider);
    expect(await rowsOf(azora, 'select id from identity.linked_identities where user_id = $1', [id])).toEqual([]);
  });

  it('links to the account of a verified address, which keeps its password and hears of it', async () => {
    const { id, email, ...account } = await anAccount(azora);
    await rowsOf(azora, 'update identity.users set email_verified_at = now() where id = $1', [id]);
    expect(await enter(email)).toBe(id);
    expect(await isSignedIn(account)).toBe(true);
    expect((await logIn(azora.api, email)).status).toBe(200);
    const alerts = await eventsOf(azora, 'identity.account_alert');
    expect(alerts).toContainEqual({ userId: id, alert: 'identity_linked', address: null });
  });

  it('takes an account over that somebody opened without ever showing that the address is theirs', async () => {
    const { id, email, ...squatter } = await anAccount(azora);
    const wish = { name: 'Back door', scopes: ['account:read'], password: PASSWORD };
    const { body } = await squatter.api.post('/api/api-keys', wish);
    expect(await enter(email)).toBe(id);
    expect(await isSignedIn(squatter)).toBe(false);
    expect(await isSignedIn({ api: azora.api.as({ accessToken: body.key }) })).toBe(false);
    const { refreshToken } = squatter;
    expectProblem(await azora.api.post('/api/auth/refresh', { refreshToken }), 401, 'refresh_token_invalid');
    expectProblem(await logIn(azora.api, email), 401, 'wrong_credentials');
  });

  it('links one person of each provider, and no second one', async () => {
    const email = `${unique('ada')}@example.org`;
    const id = await enter(email);
    expect(await enter(email, { provider: 'github' })).toBe(id);
    await expect(enter(email)).rejects.toBeInstanceOf(SignInFailed);
  });

  it('proves an owner without a password for ten minutes, and then no more', async () => {
    const id = await enter(`${unique('ada')}@example.org`);
    const api = await signedInAs(id);
    const wish = { name: 'Export', scopes: ['account:read'] };
    expect((await api.post('/api/api-keys', wish)).status).toBe(201);
    azora.clock.advance({ minutes: 11 });
    expectProblem(await api.post('/api/api-keys', wish), 403, 'recent_sign_in_required');
    expectProblem(await api.send('DELETE', '/api/me', {}), 403, 'recent_sign_in_required');
    expect((await (await signedInAs(id)).send('DELETE', '/api/me', {})).status).toBe(200);
  });
});
