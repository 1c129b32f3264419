import { Azora } from '../support/azora.ts';
import { aLearner, anew, PASSWORD, type Person } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { raw } from '../support/raw.ts';

const REFRESH = '__Host-azora-refresh';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('Somebody else’s cookie', () => {
  let azora: Azora;
  let ada: Person;
  let eve: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [ada, eve] = [await aLearner(azora), await aLearner(azora)];
  });

  afterAll(() => azora.stop());

  async function sessionOf({ email }: Person): Promise<{ accessToken: string; refreshToken: string }> {
    return (await azora.api.post('/api/auth/login', { email, password: PASSWORD })).body;
  }

  function refresh(headers: Record<string, string>, body: object = {}) {
    return azora.api.with(headers).post('/api/auth/refresh', body);
  }

  it('beside a bearer token is not looked at: the one who acts is who the token says', async () => {
    const [ofAda, ofEve] = [await sessionOf(ada), await sessionOf(eve)];
    const mixed = azora.api.as(ofEve).with({ cookie: `${REFRESH}=${ofAda.refreshToken}`, origin: azora.url });
    expect((await mixed.get('/api/me')).body.id).toBe(eve.id);
    expect((await mixed.post('/api/auth/logout')).status).toBe(204);
    expect((await azora.api.as(ofAda).get('/api/me')).status).toBe(200);
    expect((await refresh({}, { refreshToken: ofAda.refreshToken })).status).toBe(200);
    expectProblem(await refresh({}, { refreshToken: ofEve.refreshToken }), 401, 'refresh_token_invalid');
  });

  it('does not help a bearer token that does not count', async () => {
    const { refreshToken, accessToken } = await sessionOf(ada);
    const cookie = `${REFRESH}=${refreshToken}; access_token=${accessToken}; authorization=Bearer ${accessToken}`;
    for (const authorization of ['', 'Bearer', 'Bearer nonsense', `Cookie ${refreshToken}`, `Bearer ${refreshToken}`])
      expectProblem(
        await azora.api.with({ cookie, authorization, origin: azora.url }).get('/api/me'),
        401,
        'unauthenticated',
      );
  });

  it('is preferred to a token in the body by pages only, and by anybody else not looked at', async () => {
    const [ofAda, ofEve] = [await sessionOf(ada), await sessionOf(eve)];
    const cookie = `${REFRESH}=${ofAda.refreshToken}`;
    expect((await refresh({ cookie }, { refreshToken: ofEve.refreshToken })).body.user.id).toBe(eve.id);
    const page = await refresh({ cookie, origin: azora.url }, { refreshToken: ofEve.refreshToken });
    expect(page.body.user.id).toBe(ada.id);
    expect(page.body.refreshToken).toBeUndefined();
  });

  it.each([
    'null',
    '',
    'https://evil.example',
    'http://127.0.0.1',
    'file://',
    'http://127.0.0.1.evil.example',
    'nonsense',
  ])('with an Origin of %j sets no cookie and uses none', async origin => {
    const { refreshToken } = await sessionOf(ada);
    const headers = { origin, cookie: `${REFRESH}=${refreshToken}` };
    const requests: [string, object][] = [
      ['/api/auth/refresh', {}],
      ['/api/auth/login', { email: ada.email, password: PASSWORD }],
      ['/api/auth/signup', { email: `x${ada.email}`, name: 'Eve', password: PASSWORD }],
      ['/api/auth/login/mfa', { ticket: 'x', code: '123456' }],
    ];
    for (const [path, body] of requests) {
      const answer = await raw(azora.url, 'POST', path, { ...headers, ...JSON_TYPE }, JSON.stringify(body));
      expectProblem(answer, 403, 'origin_not_allowed');
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    expect((await refresh({}, { refreshToken })).status).toBe(200);
  });

  it('of a neighbor’s site, under a name that looks the same, counts for nothing', async () => {
    const { refreshToken } = await sessionOf(ada);
    for (const name of ['azora-refresh', '__Secure-azora-refresh', '__host-azora-refresh', ' __Host-azora-refresh2'])
      expectProblem(
        await refresh({ origin: azora.url, cookie: `${name}=${refreshToken}` }),
        401,
        'refresh_token_invalid',
      );
  });

  it.each([
    '__proto__=x; constructor=y; toString=z',
    `${REFRESH}=%E0%A4%A`,
    `${REFRESH}=%00`,
    `${REFRESH}="a"b"`,
    `${REFRESH}=; =; ;;; ${REFRESH}`,
    `${REFRESH}=a; ${REFRESH}=b`,
    `${REFRESH}=${'%41'.repeat(3_000)}`,
    '\u00ff\u00fe=\u00ff',
  ])('that is no cookie signs nobody in: %j', async cookie => {
    const page = { origin: azora.url, cookie };
    expectProblem(await refresh(page), 401, 'refresh_token_invalid');
    const again = await azora.api.with(page).post('/api/auth/login', { email: ada.email, password: PASSWORD });
    expect(again.status).toBe(200);
    expect((await (await anew(azora, eve)).with(page).get('/api/me')).body.id).toBe(eve.id);
  });
});
