import { Authenticator } from '../../../test/support/authenticator.ts';
import { Azora } from '../../../test/support/azora.ts';
import { Browser } from '../../../test/support/browser.ts';
import type { Client } from '../../../test/support/client.ts';
import { consent, type LocalProviders, startLocalProviders } from '../../../test/support/identity-providers.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';

const PAGES = 'https://learn.example.org';
const ADA = 'ada@example.org';
const PASSWORD = 'correct horse battery staple';

/** What could take an account away from its owner. `proof` is the password, of an account that has one. */
const SENSITIVE: [act: string, (api: Client, proof?: string) => ReturnType<Client['get']>, status: number][] = [
  [
    'a change of address',
    (api, proof) => api.post('/api/me/email', { email: 'new@example.org', password: proof }),
    202,
  ],
  [
    'an API key',
    (api, proof) => api.post('/api/api-keys', { name: 'Key', scopes: ['account:read'], password: proof }),
    201,
  ],
  ['a second factor', (api, proof) => api.post('/api/auth/mfa/enroll', { password: proof }), 200],
  ['erasing the account', (api, proof) => api.send('DELETE', '/api/me', { password: proof }), 200],
  [
    'a password',
    (api, proof) => api.post('/api/auth/password/change', { newPassword: PASSWORD, currentPassword: proof }),
    204,
  ],
];

describe('Somebody who came through a provider and has no password', () => {
  let azora: Azora;
  let providers: LocalProviders;

  beforeAll(async () => {
    providers = await startLocalProviders();
    const { OPENID_PROVIDERS } = providers;
    azora = await Azora.start({ environment: { WORKERS: 'off', APP_URL: PAGES, OPENID_PROVIDERS } });
  });

  beforeEach(() => rowsOf(azora, 'truncate identity.users cascade'));

  afterAll(async () => {
    await azora.stop();
    await providers.stop();
  });

  async function enter(browser = new Browser(azora.url)): Promise<Client> {
    const { headers } = await browser.visit('/api/auth/oauth/google/start');
    const { pathname, search } = await consent(headers.get('location') as string, ADA);
    await browser.visit(pathname + search);
    return refreshed(browser);
  }

  async function refreshed(browser: Browser): Promise<Client> {
    return azora.api.as((await browser.post(PAGES, '/api/auth/refresh')).body);
  }

  function logIn(password: string) {
    return azora.api.post('/api/auth/login', { email: ADA, password });
  }

  describe.each(SENSITIVE)('and wants %s', (_, act, status) => {
    it('is let within ten minutes after signing in', async () => {
      const api = await enter();
      azora.clock.advance({ minutes: 9 });
      expect((await act(api)).status).toBe(status);
    });

    it('has to sign in again after that, which a refresh does not stand in for', async () => {
      const browser = new Browser(azora.url);
      await enter(browser);
      azora.clock.advance({ minutes: 11 });
      expectProblem(await act(await refreshed(browser)), 403, 'recent_sign_in_required');
      expect((await act(await enter(browser))).status).toBe(status);
    });

    it('gets no further with a password that they do not have', async () => {
      const browser = new Browser(azora.url);
      await enter(browser);
      azora.clock.advance({ minutes: 11 });
      expectProblem(await act(await refreshed(browser), PASSWORD), 403, 'recent_sign_in_required');
    });
  });

  it('turns a second factor off only within ten minutes after signing in', async () => {
    const browser = new Browser(azora.url);
    await Authenticator.of({ api: await enter(browser) }, azora.clock.now());
    azora.clock.advance({ minutes: 11 });
    const api = await refreshed(browser);
    expectProblem(await api.post('/api/auth/mfa/disable', {}), 403, 'recent_sign_in_required');
  });

  it('has a first password from then on, and confirms by it however long ago they came', async () => {
    const browser = new Browser(azora.url);
    const api = await enter(browser);
    await api.post('/api/auth/password/change', { newPassword: PASSWORD });
    expect((await logIn(PASSWORD)).status).toBe(200);
    azora.clock.advance({ hours: 1 });
    const later = await refreshed(browser);
    const change = { newPassword: 'another horse, another battery' };
    expectProblem(await later.post('/api/auth/password/change', change), 403, 'wrong_password');
    const changed = await later.post('/api/auth/password/change', { ...change, currentPassword: PASSWORD });
    expect(changed.status).toBe(204);
    expectProblem(await logIn(PASSWORD), 401, 'wrong_credentials');
    expect((await logIn(change.newPassword)).status).toBe(200);
  });

  it('still comes through the provider with a password, and may not choose one that everybody tries', async () => {
    const api = await enter();
    const common = await api.post('/api/auth/password/change', { newPassword: 'password1' });
    expectProblem(common, 400, 'password_too_common');
    await api.post('/api/auth/password/change', { newPassword: PASSWORD });
    expect((await (await enter()).get('/api/me')).status).toBe(200);
  });

  it('does none of it with an API key, which nobody has signed in with', async () => {
    const { body } = await (await enter()).post('/api/api-keys', { name: 'Key', scopes: ['account:read'] });
    const program = azora.api.as({ accessToken: body.key });
    for (const [, act] of SENSITIVE) expectProblem(await act(program), 403, 'forbidden');
  });
});
