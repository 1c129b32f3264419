import { Authenticator } from '../../../test/support/authenticator.ts';
import { Azora } from '../../../test/support/azora.ts';
import { Browser } from '../../../test/support/browser.ts';
import type { Answer } from '../../../test/support/client.ts';
import { consent, type LocalProviders, startLocalProviders } from '../../../test/support/identity-providers.ts';
import { anAdmin } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { raw } from '../../../test/support/raw.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { LinkTokens } from '../link-tokens.contract.ts';

const PAGES = 'https://learn.example.org';
const PASSWORD = 'correct horse battery staple';
const ADA = 'ada@example.org';
const PENDING = '__Host-azora-sign-in';
const REFRESH = '__Host-azora-refresh';
const DEVICE = '__Host-azora-device';

describe('Signing in through a provider', () => {
  let azora: Azora;
  let providers: LocalProviders;

  beforeAll(async () => {
    providers = await startLocalProviders();
    const { OPENID_PROVIDERS } = providers;
    azora = await Azora.start({ environment: { WORKERS: 'off', APP_URL: PAGES, OPENID_PROVIDERS } });
  });

  // There are few people at the local providers, so each test finds a platform that knows none of them.
  beforeEach(async () => {
    await rowsOf(azora, 'truncate identity.users cascade');
    await rowsOf(azora, 'truncate kernel.outbox');
  });

  afterAll(async () => {
    await azora.stop();
    await providers.stop();
  });

  /** Goes to the provider, agrees there, and stops before going back. @returns the path of the callback */
  async function agree(browser: Browser, provider: string, email: string, returnTo = '/'): Promise<string> {
    const query = new URLSearchParams({ returnTo });
    const { headers } = await browser.visit(`/api/auth/oauth/${provider}/start?${query}`);
    const { pathname, search } = await consent(headers.get('location') as string, email);
    return pathname + search;
  }

  async function enter(browser: Browser, provider: string, email: string, returnTo?: string): Promise<Answer> {
    return browser.visit(await agree(browser, provider, email, returnTo));
  }

  async function sessionOf(browser: Browser) {
    const { status, body } = await browser.post(PAGES, '/api/auth/refresh');
    expect(status).toBe(200);
    return body;
  }

  async function enterAsNew(provider = 'google', email = ADA) {
    const browser = new Browser(azora.url);
    expect((await enter(browser, provider, email)).status).toBe(302);
    return { browser, session: await sessionOf(browser) };
  }

  function signUp(email: string) {
    return azora.api.post('/api/auth/signup', { email, name: 'Ada', password: PASSWORD });
  }

  function logIn(email: string) {
    return azora.api.post('/api/auth/login', { email, password: PASSWORD });
  }

  async function followLinkToVerify(): Promise<void> {
    const [proof] = (await eventsOf(azora, 'identity.proof_requested')) as { proofId: string }[];
    const token = azora.app.get(LinkTokens, { strict: false }).tokenFor('verify-email', proof?.proofId as string);
    expect((await azora.api.post('/api/auth/verify-email', { token })).status).toBe(204);
  }

  async function alerts(): Promise<string[]> {
    const events = (await eventsOf(azora, 'identity.account_alert')) as { alert: string }[];
    return events.map(({ alert }) => alert);
  }

  function addresses() {
    return rowsOf<{ email: string }>(azora, 'select email from identity.users');
  }

  describe.each(['google', 'github'])('%s', provider => {
    it('opens an account of a learner with a verified address and no password for a new person', async () => {
      const { session } = await enterAsNew(provider);
      expect(session.user).toMatchObject({ email: ADA, name: 'Ada Lovelace', roles: ['learner'], emailVerified: true });
      expect(await rowsOf(azora, 'select password_hash from identity.users')).toEqual([{ password_hash: null }]);
      expectProblem(await logIn(ADA), 401, 'wrong_credentials');
      expect((await azora.api.as(session).get('/api/me')).status).toBe(200);
    });

    it('leads to the same account the next time, and from another browser', async () => {
      const { browser, session } = await enterAsNew(provider);
      await enter(browser, provider, ADA);
      const { session: elsewhere } = await enterAsNew(provider);
      expect([(await sessionOf(browser)).user.id, elsewhere.user.id]).toEqual([session.user.id, session.user.id]);
    });

    it('leads to the account that has shown the same address to be its own, and leaves its password as it is', async () => {
      const { body: own } = await signUp(ADA);
      await followLinkToVerify();
      const { session } = await enterAsNew(provider);
      expect(session.user).toMatchObject({ id: own.user.id, name: 'Ada' });
      expect((await logIn(ADA)).status).toBe(200);
      expect((await azora.api.as(own).get('/api/me')).status).toBe(200);
      expect(await alerts()).toContain('identity_linked');
    });

    it('is one of several ways into one account', async () => {
      const { session } = await enterAsNew(provider);
      const { session: other } = await enterAsNew(provider === 'google' ? 'github' : 'google');
      expect(other.user.id).toBe(session.user.id);
    });

    it('makes one account for two visits that come back at the same moment', async () => {
      const browsers = [new Browser(azora.url), new Browser(azora.url), new Browser(azora.url)];
      const callbacks = await Promise.all(browsers.map(browser => agree(browser, provider, ADA)));
      const answers = await Promise.all(browsers.map((browser, index) => browser.visit(callbacks[index] as string)));
      expect(answers.map(({ status }) => status)).toEqual([302, 302, 302]);
      expect(await addresses()).toEqual([{ email: ADA }]);
    });
  });

  describe('with the address of an account whose owner never followed a link', () => {
    async function hijacked() {
      const { body: session } = await azora.api.post('/api/auth/signup', {
        email: ADA,
        name: 'Eve',
        password: PASSWORD,
      });
      return { session, api: azora.api.as(session) };
    }

    it('takes the account over', async () => {
      const { session: former } = await hijacked();
      const { session } = await enterAsNew();
      expect(session.user).toMatchObject({ id: former.user.id, emailVerified: true });
    });

    it('ends the password', async () => {
      await hijacked();
      await enterAsNew();
      expectProblem(await logIn(ADA), 401, 'wrong_credentials');
    });

    it('ends the sessions', async () => {
      const { session, api } = await hijacked();
      await enterAsNew();
      expectProblem(await api.get('/api/me'), 401, 'unauthenticated');
      const { refreshToken } = session;
      expectProblem(await azora.api.post('/api/auth/refresh', { refreshToken }), 401, 'refresh_token_invalid');
    });

    it('ends the API keys', async () => {
      const { api } = await hijacked();
      const { body } = await api.post('/api/api-keys', { name: 'Key', scopes: ['account:read'], password: PASSWORD });
      const program = azora.api.as({ accessToken: body.key });
      expect((await program.get('/api/me')).status).toBe(200);
      await enterAsNew();
      expectProblem(await program.get('/api/me'), 401, 'unauthenticated');
    });

    it('ends the second factor, so that the owner is not asked for a code they never had', async () => {
      const { api } = await hijacked();
      await Authenticator.of({ api }, azora.clock.now(), PASSWORD);
      const { session } = await enterAsNew();
      expectProblem(await azora.api.as(session).post('/api/auth/mfa/disable', {}), 409, 'second_factor_not_enrolled');
    });

    it('ends a change of address that is under way, so that its link takes the account nowhere', async () => {
      const { api } = await hijacked();
      await api.post('/api/me/email', { email: 'eve@elsewhere.example', password: PASSWORD });
      const [change] = (await eventsOf(azora, 'identity.email_change_requested')) as { changeId: string }[];
      await enterAsNew();
      const token = azora.app.get(LinkTokens, { strict: false }).tokenFor('leave-email', change?.changeId as string);
      expectProblem(await azora.api.post('/api/auth/confirm-email-change', { token }), 400, 'link_invalid');
    });
  });

  it('is refused to another subject when the account is linked to the one who had the address before', async () => {
    await enterAsNew();
    await rowsOf(azora, `update identity.linked_identities set subject = 'who had the address before'`);
    const answer = await enter(new Browser(azora.url), 'google', ADA);
    expectProblem(answer, 400, 'sign_in_failed');
    expect(answer.body.reason).toBe('linked_to_another');
    expect(answer.headers.getSetCookie().filter(cookie => cookie.startsWith(REFRESH))).toEqual([]);
  });

  it('is refused with an address that the provider has not verified, and opens no account', async () => {
    const answer = await enter(new Browser(azora.url), 'google', 'eve@example.org');
    expectProblem(answer, 403, 'email_not_verified_by_provider');
    expect(await addresses()).toEqual([]);
  });

  it('is refused to somebody whose account is locked', async () => {
    const { browser, session } = await enterAsNew();
    const admin = await anAdmin(azora);
    await admin.api.put(`/api/admin/users/${session.user.id}/lock`);
    expectProblem(await enter(browser, 'google', ADA), 403, 'account_locked');
  });

  it('ends at the second factor where the account has one', async () => {
    const { session } = await enterAsNew();
    const app = await Authenticator.of({ api: azora.api.as(session) }, azora.clock.now());
    const browser = new Browser(azora.url);
    const { status, headers } = await enter(browser, 'google', ADA, '/courses');
    const [, ticket] = /^https:\/\/learn\.example\.org\/#ticket=(.+)$/.exec(headers.get('location') ?? '') ?? [];
    expect({ status, cookies: [...browser.cookies.keys()] }).toEqual({ status: 302, cookies: [] });
    expectProblem(await browser.post(PAGES, '/api/auth/refresh'), 401, 'refresh_token_invalid');
    const code = app.code(azora.clock.now());
    const finished = await browser.post(PAGES, '/api/auth/login/mfa', { ticket, code });
    expect(finished).toMatchObject({ status: 200, body: { user: { id: session.user.id } } });
    expect((await sessionOf(browser)).user.id).toBe(session.user.id);
  });

  it('on the same device again alarms nobody, and on another one does', async () => {
    const { browser } = await enterAsNew();
    browser.userAgent = 'Browser 2';
    await enter(browser, 'google', ADA);
    expect(await alerts()).not.toContain('new_device');
    await enter(new Browser(azora.url, 'Another 1'), 'google', ADA);
    expect(await alerts()).toContain('new_device');
  });

  describe('leaves the browser', () => {
    it('a cookie of ten minutes while it is away, which is gone when it is back', async () => {
      const browser = new Browser(azora.url);
      const { headers } = await browser.visit('/api/auth/oauth/google/start');
      const [cookie = ''] = headers.getSetCookie();
      expect(cookie.startsWith(`${PENDING}=`)).toBe(true);
      expect(cookie.split('; ').slice(1).sort()).toEqual([
        'HttpOnly',
        'Max-Age=600',
        'Path=/',
        'SameSite=Lax',
        'Secure',
      ]);
      expect(headers.get('cache-control')).toBe('no-store');
      await enter(browser, 'google', ADA);
      expect([...browser.cookies.keys()].sort()).toEqual([DEVICE, REFRESH]);
    });

    it('a refresh token that no script can read and no other site can send', async () => {
      const { headers } = await enter(new Browser(azora.url), 'google', ADA);
      const cookie = headers.getSetCookie().find(candidate => candidate.startsWith(REFRESH)) ?? '';
      expect(cookie.split('; ').slice(1).sort()).toEqual([
        'HttpOnly',
        'Max-Age=1209600',
        'Path=/',
        'SameSite=Strict',
        'Secure',
      ]);
      expect(headers.get('location')).not.toContain(cookie.split(/[=;]/)[1]);
    });

    it('a refresh token that works for pages of the platform, and for no others', async () => {
      const { browser } = await enterAsNew();
      expectProblem(await browser.post('https://evil.example', '/api/auth/refresh'), 403, 'origin_not_allowed');
      expect((await browser.post(PAGES, '/api/auth/refresh')).status).toBe(200);
    });
  });

  describe('is refused when it comes back', () => {
    async function expectRefused(answer: Answer, reason: string | RegExp): Promise<void> {
      expectProblem(answer, 400, 'sign_in_failed');
      expect(answer.body.reason).toMatch(reason);
      expect(answer.headers.getSetCookie().filter(cookie => cookie.startsWith(REFRESH))).toEqual([]);
    }

    it('to a browser that never left', async () => {
      const callback = await agree(new Browser(azora.url), 'google', ADA);
      await expectRefused(await new Browser(azora.url).visit(callback), 'not_started_here');
    });

    it('to a browser that left on another visit', async () => {
      const [callback, other] = [await agree(new Browser(azora.url), 'google', ADA), new Browser(azora.url)];
      await agree(other, 'google', 'grace@example.org');
      await expectRefused(await other.visit(callback), 'invalid_response');
      expect(await addresses()).toEqual([]);
    });

    it('to a browser that left for another provider', async () => {
      const browser = new Browser(azora.url);
      const callback = await agree(browser, 'google', ADA);
      await agree(browser, 'github', ADA);
      await expectRefused(await browser.visit(callback), 'not_started_here');
    });

    it.each([
      ['garbage', () => 'garbage'],
      [
        'a token of something else',
        () => azora.app.get(LinkTokens, { strict: false }).tokenFor('verify-email', crypto.randomUUID()),
      ],
      ['a changed one', (cookie: string) => cookie.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))],
      ['a piece', (cookie: string) => cookie.slice(0, 40)],
    ])('with a cookie that is %s', async (_, change) => {
      const browser = new Browser(azora.url);
      const callback = await agree(browser, 'google', ADA);
      browser.cookies.set(PENDING, change(browser.cookies.get(PENDING) as string));
      await expectRefused(await browser.visit(callback), 'not_started_here');
    });

    it('after more than ten minutes', async () => {
      const browser = new Browser(azora.url);
      const callback = await agree(browser, 'google', ADA);
      azora.clock.advance({ minutes: 11 });
      await expectRefused(await browser.visit(callback), 'not_started_here');
    });

    it('a second time, also with the cookie that was to be forgotten', async () => {
      const browser = new Browser(azora.url);
      const callback = await agree(browser, 'google', ADA);
      const pending = browser.cookies.get(PENDING) as string;
      expect((await browser.visit(callback)).status).toBe(302);
      await expectRefused(await browser.visit(callback), 'not_started_here');
      browser.cookies.set(PENDING, pending);
      await expectRefused(await browser.visit(callback), 'invalid_grant');
    });

    it.each(['?', '?code=made-up', '?error=access_denied', '?code=a&code=b', '?state=a&state=b', '?%'])(
      'with %s',
      async query => {
        const browser = new Browser(azora.url);
        const callback = await agree(browser, 'google', ADA);
        const state = new URLSearchParams(callback.split('?')[1]).get('state');
        const answer = await browser.visit(`${callback.split('?')[0]}${query}&state=${state}`);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(browser.cookies.has(REFRESH)).toBe(false);
      },
    );

    it('when the person did not agree, and says why', async () => {
      const browser = new Browser(azora.url);
      const callback = await agree(browser, 'google', ADA);
      const state = new URLSearchParams(callback.split('?')[1]).get('state');
      const declined = `${callback.split('?')[0]}?error=access_denied&state=${state}`;
      await expectRefused(await browser.visit(declined), 'access_denied');
    });
  });

  describe('ends at a page', () => {
    it.each(['/', '/courses', '/courses?sort=new&page=2#top', '/%2Fevil.example', '/a/../b', '/@evil.example'])(
      'of the platform: %s',
      async returnTo => {
        const { status, headers } = await enter(new Browser(azora.url), 'google', ADA, returnTo);
        expect({ status, location: headers.get('location') }).toEqual({ status: 302, location: `${PAGES}${returnTo}` });
        expect(new URL(headers.get('location') as string).origin).toBe(PAGES);
      },
    );

    it.each([
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\/evil.example',
      '/courses\\..\\evil',
      'https://evil.example',
      'https:evil.example',
      'javascript:alert(1)',
      '@evil.example',
      '.evil.example',
      ':8080/evil',
      '',
      'courses',
      '/\t/evil.example',
      '/\n/evil.example',
      '/\r\nset-cookie: a=b',
      '/ /evil.example',
      '/\u2028/evil.example',
      '/évil',
      `/${'x'.repeat(500)}`,
    ])('and never elsewhere: %j', async returnTo => {
      const query = new URLSearchParams({ returnTo });
      const answer = await new Browser(azora.url).visit(`/api/auth/oauth/google/start?${query}`);
      expectProblem(answer, 422, 'invalid_input');
    });

    it('of APP_URL, whatever host the request names', async () => {
      const lie = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
      const started = await raw(azora.url, 'GET', '/api/auth/oauth/google/start', lie);
      const question = new URL(started.headers.get('location') as string);
      expect(question.searchParams.get('redirect_uri')).toBe('http://127.0.0.1:3000/api/auth/oauth/google/callback');
      const cookie = started.headers.get('set-cookie')?.split(';')[0] as string;
      const { pathname, search } = await consent(question.href, ADA);
      const back = await raw(azora.url, 'GET', pathname + search, { ...lie, cookie });
      expect({ status: back.status, location: back.headers.get('location') }).toEqual({
        status: 302,
        location: `${PAGES}/`,
      });
    });
  });

  it.each(['facebook', '__proto__', 'constructor', 'google%2F..', 'GOOGLE'])(
    'through %s, which there is not, answers 404',
    async provider => {
      const visit = (path: string) => new Browser(azora.url).visit(`/api/auth/oauth/${provider}/${path}`);
      expectProblem(await visit('start'), 404, 'unknown_identity_provider');
      expect((await visit('callback?code=a&state=b')).status).toBe(400);
    },
  );

  it('through a provider that is away is put off, and goes on when it is back', async () => {
    const browser = new Browser(azora.url);
    const callback = await agree(browser, 'github', ADA);
    await providers.github.stop();
    const putOff = await browser.visit(callback);
    expectProblem(putOff, 503, 'identity_provider_unavailable');
    expect(putOff.headers.get('retry-after')).toBe('30');
    await providers.github.start();
    expect((await enter(browser, 'github', ADA)).status).toBe(302);
  });
});
