import { Azora } from './support/azora.ts';
import type { Answer } from './support/client.ts';
import { aPublishedCourse } from './support/courses.ts';
import { GOOD_BODIES } from './support/good-bodies.ts';
import { addressOf, isPublic, OPERATIONS } from './support/operations.ts';
import { anAdmin, anInstructor, PASSWORD } from './support/people.ts';
import { expectProblem } from './support/problems.ts';
import { raw } from './support/raw.ts';
import { wire } from './support/wire.ts';

const APP_URL = 'https://learn.azora.test';
const NOTHING_RUNS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const EVERYWHERE = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '0',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

/** What says who made it helps nobody but an attacker. */
const NOWHERE = ['server', 'x-powered-by', 'via'];

/** The same for everybody, so caches may keep it. */
const CACHED = [
  'GET /api/courses/facets',
  'GET /api/courses/list',
  'GET /api/courses/{course}',
  'GET /api/courses/{id}/reviews',
  'GET /.well-known/jwks.json',
];

/** Where there is nothing to answer before somebody has asked for it. */
const NEVER_ASKED_FOR = '/api/finance/reconciliation';

describe('The headers', () => {
  let azora: Azora;
  let slug: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', APP_URL } });
    ({ slug } = await aPublishedCourse(await anInstructor(azora)));
  });

  afterAll(() => azora.stop());

  function expectHeaders({ headers }: Answer, { csp = NOTHING_RUNS, cache = /\bno-store\b/ } = {}): void {
    expect(Object.fromEntries(headers)).toMatchObject({ ...EVERYWHERE, 'content-security-policy': csp });
    expect(headers.get('cache-control')).toMatch(cache);
    for (const name of NOWHERE) expect(headers.get(name)).toBeNull();
  }

  it.each(OPERATIONS)('are on every answer of $name: to nobody, to somebody, to good and to bad input', async it => {
    const address = addressOf(it, { course: slug });
    const { api } = await anAdmin(azora);
    const answers = [await azora.api.send(it.method, address), await api.once().send(it.method, address)];
    if (it.method === 'GET') answers.push(await api.get(`${address}?limit=nonsense`), await api.send('HEAD', address));
    else
      for (const body of [GOOD_BODIES[it.name], { wrong: 'body' }, '{'])
        answers.push(await api.once().with({ 'content-type': 'application/json' }).send(it.method, address, body));
    for (const answer of answers) {
      const isCached = CACHED.includes(it.name) && answer.status === 200;
      expectHeaders(answer, isCached ? { cache: /^public, (no-cache|max-age=\d+)$/ } : {});
    }
    if (it.method === 'GET' && !it.path.includes('{'))
      expect(answers[1]?.status).toBe(it.path === NEVER_ASKED_FOR ? 404 : 200);
    if (!isPublic(it)) expect(answers[0]?.status).toBe(401);
  });

  it('are on what writes answer when they succeed', async () => {
    const { api, email } = await anAdmin(azora);
    const statuses = [];
    const writes: [string, string, object?][] = [
      ['POST', '/api/auth/login', { email, password: PASSWORD }],
      ['POST', '/api/auth/password/forgot', { email }],
      ['PATCH', '/api/me', { name: 'Ada' }],
      ['POST', '/api/organizations', { name: 'Engines' }],
      ['POST', '/api/courses/upload', GOOD_BODIES['POST /api/courses/upload']],
      ['POST', '/api/auth/logout'],
    ];
    for (const [method, path, body] of writes) {
      const answer = await api.send(method, path, body);
      expectHeaders(answer);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 202, 200, 201, 201, 204]);
  });

  it.each(['/api/courses/list', 'slug'])('are on a public page from the cache, too: %s', async page => {
    const path = page === 'slug' ? `/api/courses/${slug}` : page;
    await azora.api.get(path);
    const cached = await azora.api.get(path);
    expectHeaders(cached, { cache: /^public, no-cache$/ });
    const unchanged = await azora.api.with({ 'if-none-match': cached.headers.get('etag') ?? '' }).get(path);
    expect(unchanged.status).toBe(304);
    expectHeaders(unchanged, { cache: /^public, no-cache$/ });
  });

  it.each([
    ['an unknown path', 'GET', '/nothing', {}, '', 404],
    ['an unknown path below /docs', 'GET', '/docs/nothing', {}, '', 404],
    ['a wrong method', 'DELETE', '/api/courses/list', {}, '', 405],
    ['TRACE', 'TRACE', '/api/me', {}, '', 405],
    ['a path that is no text', 'GET', '/api/courses/%ff', {}, '', 400],
    ['a path with half an escape', 'GET', '/api/courses/%E0%A4%A', {}, '', 400],
    ['a path that is too long', 'GET', `/api/courses/${'x'.repeat(300)}`, {}, '', 414],
    [
      'a body that is too large',
      'POST',
      '/api/auth/login',
      { 'content-type': 'application/json' },
      'x'.repeat(1_100_000),
      413,
    ],
    ['a body of another type', 'POST', '/api/auth/login', { 'content-type': 'text/plain' }, 'x', 415],
    ['headers that are too large', 'GET', '/api/me', { cookie: 'x'.repeat(20_000) }, '', 431],
    ['a page of another origin', 'POST', '/api/auth/refresh', { origin: 'https://evil.example' }, '', 403],
  ])('are on the refusal of %s', async (_, method, path, headers, body, status) => {
    const answer = await raw(azora.url, method, path, headers as Record<string, string>, body);
    expect(answer.status).toBe(status);
    expectHeaders(answer, path.startsWith('/docs') ? { csp: expect.stringContaining("default-src 'none'") } : {});
  });

  it.each([
    ['a method that there is not', 'FOO /api/me HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['a header that is none', 'GET /api/me HTTP/1.1\r\nhost: a\r\nnot a header\r\n\r\n'],
    [
      'two lengths',
      'POST /api/auth/login HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['nonsense', '\u0000\u0001\u0002\r\n\r\n'],
  ])('are on the refusal of %s on the wire', async (_, request) => {
    const answer = await wire(azora.url, request);
    expectProblem(answer, 400, 'malformed_request');
    expectHeaders(answer);
  });

  it('are on answers to the pages of the platform at another origin, and to their browsers’ questions', async () => {
    const page = azora.api.with({ origin: APP_URL });
    expectHeaders(await page.get('/api/courses/list'), { cache: /^public, no-cache$/ });
    expectHeaders(await page.get('/api/me'));
    const question = page.with({ 'access-control-request-method': 'PATCH' });
    const preflight = await question.send('OPTIONS', '/api/me');
    expect(preflight.status).toBe(204);
    expectHeaders(preflight);
  });

  it.each(['/docs', '/docs/swagger-ui.css', '/docs-json', '/docs-yaml'])(
    'are on the documentation, which may run its own scripts: %s',
    async path => {
      const csp = expect.stringMatching(/^default-src 'none'; script-src 'self'.*frame-ancestors 'none'$/) as never;
      const answer = await azora.api.get(path);
      expect(answer.status).toBe(200);
      expectHeaders(answer, { csp, cache: /./ });
    },
  );
});
