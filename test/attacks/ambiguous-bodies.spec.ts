import { aStoredMember } from '../../src/organizations/testing/members.ts';
import { Azora, unique } from '../support/azora.ts';
import { aLearner, anInstructor, PASSWORD, type Person } from '../support/people.ts';
import { raw } from '../support/raw.ts';
import { rowsOf } from '../support/stored.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('A body that can be read in two ways', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  const logIn = (body: string, headers: Record<string, string> = JSON_TYPE) =>
    raw(azora.url, 'POST', '/api/auth/login', headers, body);

  it('with two roles invites to the one that was checked', async () => {
    const owner = await aLearner(azora);
    const { body: organization } = await owner.api.post('/api/organizations', { name: 'Engines' });
    const path = `/api/organizations/${organization.id}`;
    const { api } = await aStoredMember(azora, { id: organization.id, path, owner }, 'admin');
    const email = () => `${unique('eve')}@example.org`;
    const invite = (roles: string) =>
      api.with(JSON_TYPE).post(`${path}/invitations`, `{"email":"${email()}",${roles}}`);
    expect((await invite('"role":"member","role":"owner"')).status).toBe(403);
    expect((await invite('"role":"owner","role":"member"')).body.role).toBe('member');
    const stored = await rowsOf(azora, `select 1 from organizations.invitations where role = 'owner'`);
    expect(stored).toEqual([]);
  });

  it('with two prices asks for one of them everywhere', async () => {
    const { api } = await anInstructor(azora);
    const price = '"price":{"amount":1,"currency":"USD"},"price":{"amount":900,"currency":"EUR","amount":4999}';
    const body = `{"title":"Two","summary":"","lessons":[{"title":"One","body":""}],${price}}`;
    const { body: course } = await api.with(JSON_TYPE).post('/api/courses/upload', body);
    expect(course.price).toEqual({ amount: 4_999, currency: 'EUR' });
    await api.post(`/api/courses/${course.id}/publish`);
    expect((await azora.api.get(`/api/courses/${course.slug}`)).body.price).toEqual(course.price);
  });

  it.each([
    ['__proto__', '{"__proto__":{"roles":["admin"]}'],
    ['__proto__ with an escape', '{"\\u005f_proto__":{"roles":["admin"]}'],
    ['a constructor', '{"constructor":{"prototype":{"roles":["admin"]}}'],
    ['a prototype', '{"prototype":{"roles":["admin"]}'],
    ['__defineGetter__', '{"__defineGetter__":"x"'],
    ['toString', '{"toString":"x"'],
    ['hasOwnProperty', '{"hasOwnProperty":1'],
  ])('with %s, deep inside or on top, changes no other object', async (_, start) => {
    const { api }: Person = await anInstructor(azora);
    const client = api.with(JSON_TYPE);
    const lesson = `{"title":"x","body":"",${start.slice(1)}}`;
    const bodies: [string, string][] = [
      ['/api/organizations', `${start},"name":"Engines"}`],
      ['/api/courses/upload', `{"title":"x","summary":"","price":{"amount":1,"currency":"USD"},"lessons":[${lesson}]}`],
      ['/api/courses/upload', `{"title":"x","summary":"","price":${start},"amount":1,"currency":"USD"},"lessons":[]}`],
    ];
    for (const [path, body] of bodies) {
      const answer = await client.post(path, body);
      expect(answer.status).toBeLessThan(500);
      expect(JSON.stringify(answer.body)).not.toContain('admin');
    }
    expect((await api.get('/api/admin/users')).status).toBe(403);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
  });

  it.each([
    '__proto__[roles]=admin',
    'constructor[prototype][roles]=admin',
    '__proto__=1',
    'limit[__proto__]=1',
    'toString=1',
  ])('is no more than a query of %s: it changes no other object', async query => {
    for (const path of ['/api/courses/list', '/api/auth/oauth/nobody/callback', '/api/auth/oauth/nobody/start'])
      expect((await azora.api.get(`${path}?${query}`)).status).toBeLessThan(500);
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
    expect((await azora.api.get('/api/courses/list')).status).toBe(200);
  });

  it('is read as UTF-8, whatever its type claims', async () => {
    const { email } = await aLearner(azora);
    const body = JSON.stringify({ email, password: PASSWORD });
    for (const charset of ['utf-7', 'utf-16', 'utf-32', 'ebcdic']) {
      const answer = await logIn(body, { 'content-type': `application/json; charset=${charset}` });
      expect(answer.status).toBe(200);
    }
    expect((await logIn(Buffer.from(body, 'utf16le').toString('latin1'))).status).toBe(400);
    expect((await logIn(`\ufeff${body}`)).status).toBe(200);
  });

  it('is refused by two types at once', async () => {
    const body = JSON.stringify({ email: 'ada@example.org', password: PASSWORD });
    for (const type of [
      'application/json, text/plain',
      'text/plain, application/json',
      'application/json+text',
      'application/json text/plain',
    ])
      expect((await logIn(body, { 'content-type': type })).status).toBe(415);
  });

  it('is refused compressed, before it could grow', async () => {
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
      const bomb = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]).toString('latin1');
      expect((await logIn(bomb, { ...JSON_TYPE, 'content-encoding': encoding })).status).toBe(400);
    }
  });
});
