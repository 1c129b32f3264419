import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { anAccount, logIn } from '../testing/accounts.ts';

const APP = 'https://app.example.org';
const ATTRIBUTES = ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict'];
const FOREIGN = [
  'https://evil.example',
  'https://app.example.org.evil.example',
  'http://app.example.org',
  'https://app.example.org:8443',
  'null',
  '',
];

describe('Sessions of the pages of the platform', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', APP_URL: `${APP}/courses` } });
  });

  afterAll(() => azora.stop());

  /** @param cookies names and values; attributes are left out */
  function refresh(origin: string | undefined, cookies: Record<string, string>, body?: object): Promise<Answer> {
    const cookie = Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    return azora.api.with({ ...(origin !== undefined && { origin }), cookie }).post('/api/auth/refresh', body);
  }

  async function aVisit(origin = APP) {
    const { email } = await anAccount(azora);
    const answer = await logIn(azora.api.with({ origin }), email);
    return { answer, email, cookies: cookiesOf(answer) };
  }

  it('get their tokens in cookies that no script can read and no other site can send, and not in the body', async () => {
    const { answer } = await aVisit();
    expect(answer.status).toBe(200);
    expect(new Set(Object.keys(answer.body))).toEqual(new Set(['accessToken', 'expiresIn', 'tokenType', 'user']));
    const [refreshing, device] = answer.headers.getSetCookie().map(cookie => cookie.split('; '));
    expect(refreshing?.[0]).toMatch(/^__Host-azora-refresh=[\w-]{43}$/);
    expect(new Set(refreshing?.slice(1))).toEqual(new Set(['Max-Age=1209600', ...ATTRIBUTES]));
    expect(device?.[0]).toMatch(/^__Host-azora-device=[\w-]{43}$/);
    expect(new Set(device?.slice(1))).toEqual(new Set(['Max-Age=31536000', ...ATTRIBUTES]));
  });

  it('get them so when they sign up, too', async () => {
    const wish = { email: `page-${Date.now()}@example.org`, name: 'Ada', password: 'correct horse battery staple' };
    const answer = await azora.api.with({ origin: APP }).post('/api/auth/signup', wish);
    expect(answer.body.refreshToken).toBeUndefined();
    expect(Object.keys(cookiesOf(answer))).toEqual(['__Host-azora-refresh', '__Host-azora-device']);
  });

  it('go on by cookie alone, which changes with each refresh', async () => {
    const { cookies } = await aVisit();
    const answer = await refresh(APP, cookies);
    expect(answer.status).toBe(200);
    expect(answer.body.refreshToken).toBeUndefined();
    const next = cookiesOf(answer)['__Host-azora-refresh'];
    expect(next).toMatch(/^[\w-]{43}$/);
    expect(next).not.toBe(cookies['__Host-azora-refresh']);
  });

  it('may be of pages that the API serves itself', async () => {
    const { answer, cookies } = await aVisit(azora.url);
    expect(answer.body.refreshToken).toBeUndefined();
    expect((await refresh(azora.url, cookies)).status).toBe(200);
  });

  it('leave no cookie behind when they end', async () => {
    const { answer } = await aVisit();
    const ended = await azora.api.as(answer.body).with({ origin: APP }).post('/api/auth/logout');
    const [cookie] = ended.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-azora-refresh=;.*Expires=Thu, 01 Jan 1970/);
  });

  it.each(FOREIGN)('are refused to pages of %j, with and without a good cookie', async origin => {
    const { email, cookies } = await aVisit();
    expectProblem(await refresh(origin, cookies), 403, 'origin_not_allowed');
    expectProblem(await logIn(azora.api.with({ origin }), email), 403, 'origin_not_allowed');
    expect((await refresh(APP, cookies)).status).toBe(200);
  });

  it('are not found in cookies that come without an Origin', async () => {
    const { cookies } = await aVisit();
    expectProblem(await refresh(undefined, cookies), 401, 'refresh_token_invalid');
  });

  it('are kept from routes for bearers: no cookie counts there, whoever sends it', async () => {
    const { answer, cookies } = await aVisit();
    const cookie = [
      `__Host-azora-refresh=${cookies['__Host-azora-refresh']}`,
      `access_token=${answer.body.accessToken}`,
      `authorization=Bearer ${answer.body.accessToken}`,
    ].join('; ');
    const page = azora.api.with({ origin: APP, cookie });
    expectProblem(await page.get('/api/me'), 401, 'unauthenticated');
    expectProblem(await page.post('/api/auth/logout-all'), 401, 'unauthenticated');
    expect((await page.as(answer.body).get('/api/me')).status).toBe(200);
  });
});

describe('Sessions of anybody else', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  it('travel in the body, and leave no cookies', async () => {
    const { email } = await anAccount(azora);
    const { headers, body } = await logIn(azora.api, email);
    expect(body).toMatchObject({ refreshToken: expect.any(String), deviceToken: expect.any(String) });
    expect(headers.getSetCookie()).toEqual([]);
  });

  it('are a page of the platform where its own address is the Origin', async () => {
    const { email } = await anAccount(azora);
    const { body } = await logIn(azora.api.with({ origin: azora.environment.PUBLIC_URL }), email);
    expect(body.refreshToken).toBeUndefined();
  });
});

function cookiesOf({ headers }: Answer): Record<string, string> {
  return Object.fromEntries(headers.getSetCookie().map(cookie => cookie.split(';')[0]?.split('=') as [string, string]));
}
