import { Azora, unique } from './support/azora.ts';
import type { Client } from './support/client.ts';
import { aPublishedCourse } from './support/courses.ts';
import { aLearner, anInstructor } from './support/people.ts';
import { expectProblem } from './support/problems.ts';
import { raw } from './support/raw.ts';
import { rowsOf } from './support/stored.ts';

const NOBODY = '01990a2c-7b4e-7000-8000-000000000000';
const LONG = 'x'.repeat(10_000);
const NUL = 'a\u0000b';
const LONE = 'a\ud800b';

type Json = Record<string, unknown>;

interface Scene {
  readonly anyone: Client;
  readonly learner: Client;
  readonly instructor: Client;
  readonly courseId: string;
  readonly organizationId: string;
}

interface Route {
  readonly as: 'anyone' | 'learner' | 'instructor';
  readonly method: 'POST' | 'PUT' | 'PATCH';
  path(scene: Scene): string;
  body(scene: Scene): Json;
}

/** What each route that takes a body takes, when it is right. `as` says who may send it. */
const ROUTES = {
  signup: {
    as: 'anyone',
    method: 'POST',
    path: () => '/api/auth/signup',
    body: () => ({ email: `${unique('new')}@example.org`, name: 'Ada', password: 'correct horse' }),
  },
  login: {
    as: 'anyone',
    method: 'POST',
    path: () => '/api/auth/login',
    body: () => ({ email: 'ada@example.org', password: 'correct horse' }),
  },
  upload: {
    as: 'instructor',
    method: 'POST',
    path: () => '/api/courses/upload',
    body: () => ({
      title: 'Compilers',
      summary: 'All of it.',
      price: { amount: 4_999, currency: 'USD' },
      lessons: [{ title: 'One', body: '# One', preview: true }],
    }),
  },
  revise: {
    as: 'instructor',
    method: 'PUT',
    path: ({ courseId }) => `/api/courses/${courseId}`,
    body: () => ({ title: 'Compilers', summary: 'All of it.', price: { amount: 4_999, currency: 'USD' } }),
  },
  purchase: {
    as: 'learner',
    method: 'POST',
    path: () => '/api/courses/purchase',
    body: ({ courseId }) => ({ courseId, paymentMethod: 'pm_card_visa' }),
  },
  process: {
    as: 'learner',
    method: 'POST',
    path: () => '/api/payments/process',
    body: () => ({ purpose: 'course_purchase', reference: NOBODY, paymentMethod: 'pm_card_visa' }),
  },
  organize: {
    as: 'learner',
    method: 'POST',
    path: () => '/api/organizations',
    body: () => ({ name: 'Engines' }),
  },
  rename: {
    as: 'learner',
    method: 'PATCH',
    path: ({ organizationId }) => `/api/organizations/${organizationId}`,
    body: () => ({ name: 'Engines' }),
  },
  changeRole: {
    as: 'learner',
    method: 'PUT',
    path: ({ organizationId }) => `/api/organizations/${organizationId}/members/${NOBODY}`,
    body: () => ({ role: 'admin' }),
  },
  invite: {
    as: 'learner',
    method: 'POST',
    path: ({ organizationId }) => `/api/organizations/${organizationId}/invitations`,
    body: () => ({ email: 'ada@example.org', role: 'member' }),
  },
  accept: {
    as: 'learner',
    method: 'POST',
    path: () => '/api/invitations/accept',
    body: () => ({ token: 'x'.repeat(64) }),
  },
} satisfies Record<string, Route>;

type RouteName = keyof typeof ROUTES;

const names = Object.keys(ROUTES) as RouteName[];

/** Every way to be wrong that does not depend on what a field means. */
const WRONG_SHAPES: [string, (body: Json) => unknown][] = [
  ['an unknown field', body => ({ ...body, isAdmin: true })],
  ['no field at all', () => ({})],
  ['a list for a body', body => [body]],
  ['null for a body', () => null],
  ['a number for a body', () => 1],
  [
    'a body of 10,000 unknown fields',
    body => ({
      ...body,
      ...Object.fromEntries(
        Array(10_000)
          .fill(0)
          .map((_, i) => [`f${i}`, i]),
      ),
    }),
  ],
];

const WRONG_VALUES: [string, unknown][] = [
  ['null', null],
  ['a number', 1],
  ['a boolean', true],
  ['a list', [[]]],
  ['an object', { a: 1 }],
  ['text with NUL', NUL],
  ['half a surrogate pair', LONE],
  ['a path', '../../etc/passwd\u0000'],
];

/** [where, values that are refused there] */
const WRONG_FIELDS: [RouteName, string, unknown[]][] = [
  ['signup', 'email', ['', 'ada', 'ada@', `${LONG}@example.org`, 'ada@example.org\n', 'ada <ada@example.org>']],
  ['signup', 'name', ['', '   ', LONG]],
  ['signup', 'password', ['', 'short', 'x'.repeat(257)]],
  ['login', 'email', ['', LONG]],
  ['login', 'password', ['', LONG]],
  ['upload', 'title', ['', ' ', LONG]],
  ['upload', 'summary', [LONG]],
  [
    'upload',
    'lessons',
    [
      Array(501).fill({ title: 'x', body: '' }),
      [{ title: '', body: '' }],
      [{ title: NUL, body: '' }],
      [{ title: 'x', body: NUL }],
      [{ title: 'x', body: LONE }],
      [{ title: 'x', body: 'x'.repeat(100_001) }],
      [{ title: 'x', body: '', id: NOBODY }],
    ],
  ],
  [
    'upload',
    'price',
    [
      { amount: 1, currency: 'usd' },
      { amount: 1, currency: 'XXX' },
      { amount: 1 },
      { amount: 1, currency: 'toString' },
    ],
  ],
  ['revise', 'title', ['', LONG]],
  ['revise', 'summary', [LONG]],
  ['purchase', 'courseId', ['', 'x', `${NOBODY}0`, `{${NOBODY}}`, LONG]],
  [
    'purchase',
    'paymentMethod',
    ['', 'visa', '4242424242424242', 'pm_', 'pm_card visa', `pm_${LONG}`, 'pm_card_visa\n'],
  ],
  ['process', 'purpose', ['', 'gift', 'course_purchase ']],
  ['process', 'reference', ['', 'x', LONG]],
  ['organize', 'name', ['', '   ', LONG]],
  ['rename', 'name', ['', '   ', LONG]],
  ['changeRole', 'role', ['', 'learner', 'Owner', 'toString']],
  ['invite', 'email', ['', 'ada', `${LONG}@example.org`, 'ada@example.org\n', 'ada@example.org,eve@example.org']],
  ['invite', 'role', ['', 'learner', 'Owner', 'toString']],
  ['accept', 'token', ['', LONG]],
];

const WRONG_AMOUNTS = [
  '-1',
  '0.5',
  '1e309',
  '-1e309',
  '9007199254740992',
  '100000000',
  '"1e3"',
  '"4999"',
  'null',
  'true',
  '[4999]',
  '1e-1',
];

const TABLES = [
  'identity.users',
  'catalog.courses',
  'catalog.purchases',
  'catalog.enrollments',
  'billing.payments',
  'billing.provider_events',
  'billing.receipts',
  'organizations.organizations',
  'organizations.memberships',
  'organizations.invitations',
  'kernel.outbox',
  'kernel.idempotency_keys',
];

describe('Bad input', () => {
  let azora: Azora;
  let scene: Scene;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const [learner, instructor] = await Promise.all([aLearner(azora), anInstructor(azora)]);
    const { id: courseId } = await aPublishedCourse(instructor);
    const { body: organization } = await learner.api.post('/api/organizations', { name: 'Analytical Engines' });
    scene = {
      anyone: azora.api,
      learner: learner.api,
      instructor: instructor.api,
      courseId,
      organizationId: organization.id,
    };
  });

  afterAll(() => azora.stop());

  /** A digest of each table that a request could have left something in. */
  async function everything(): Promise<object | undefined> {
    const digests = TABLES.map(
      table => `(select md5(string_agg(t::text, ',' order by t::text)) from ${table} t) as "${table}"`,
    );
    return (await rowsOf(azora, `select ${digests.join(', ')}`))[0];
  }

  async function send(name: RouteName, body: object | string | undefined, headers: Record<string, string> = {}) {
    const { as, method, path }: Route = ROUTES[name];
    return scene[as].once().with(headers).send(method, path(scene), body);
  }

  const valid = (name: RouteName): Json => (ROUTES[name] as Route).body(scene);
  const asJson = { 'content-type': 'application/json' };

  it.each(names)('of the wrong shape is refused by %s with a pointer to each fault', async name => {
    const before = await everything();
    for (const [, wrong] of WRONG_SHAPES) {
      const answer = await send(name, JSON.stringify(wrong(valid(name))), asJson);
      expectProblem(answer, 422, 'invalid_input');
      expect(answer.body.errors.length).toBeGreaterThan(0);
      expect(answer.body.errors.length).toBeLessThanOrEqual(100);
    }
    expect(await everything()).toEqual(before);
  });

  it.each(names)('in any field is refused by %s, which names the field', async name => {
    const before = await everything();
    for (const field of Object.keys(valid(name)))
      for (const [, value] of WRONG_VALUES) {
        const answer = await send(name, { ...valid(name), [field]: value });
        expectProblem(answer, 422, 'invalid_input');
        expect(answer.body.errors[0].pointer).toMatch(new RegExp(`^/${field}`));
      }
    expect(await everything()).toEqual(before);
  });

  it.each(WRONG_FIELDS)('for %s as its %s is refused', async (name, field, values) => {
    const before = await everything();
    for (const value of values)
      expectProblem(await send(name, { ...valid(name), [field]: value }), 422, 'invalid_input');
    expect(await everything()).toEqual(before);
  });

  it.each(['upload', 'revise'] as const)('for a price is refused by %s, whatever sort of number it is', async name => {
    const before = await everything();
    for (const amount of WRONG_AMOUNTS) {
      const body = JSON.stringify(valid(name)).replace('"amount":4999', `"amount":${amount}`);
      const answer = await send(name, body, asJson);
      expectProblem(answer, 422, 'invalid_input');
      expect(answer.body.errors[0].pointer).toBe('/price/amount');
    }
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['cut off', (body: string) => body.slice(0, -1)],
    ['followed by more', (body: string) => `${body}}`],
    ['empty', () => ''],
    ['not JSON', () => 'email=ada'],
    ['with a number that JSON does not know', () => '{"amount":NaN}'],
    ['with a __proto__', (body: string) => body.replace('{', '{"__proto__":{"isAdmin":true},')],
    ['with a constructor', (body: string) => body.replace('{', '{"constructor":{"prototype":{"isAdmin":true}},')],
    ['nested a hundred thousand deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('that is %s is refused by every route as malformed or misshapen', async (_, spoil) => {
    const before = await everything();
    for (const name of names) {
      const answer = await send(name, spoil(JSON.stringify(valid(name))), asJson);
      if (answer.status === 422) expectProblem(answer, 422, 'invalid_input');
      else expectProblem(answer, 400, 'malformed_request');
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'nonsense',
  ])('sent as %s is refused by every route', async type => {
    const before = await everything();
    for (const name of names) {
      const fields = new URLSearchParams(Object.entries(valid(name)).map(([key, value]) => [key, String(value)]));
      expectProblem(await send(name, String(fields), { 'content-type': type }), 415, 'unsupported_media_type');
    }
    expect(await everything()).toEqual(before);
  });

  it.each(names)('of nothing at all is refused by %s', async name => {
    const before = await everything();
    const answer = await send(name, undefined);
    expectProblem(answer, 422, 'invalid_input');
    expect(await everything()).toEqual(before);
  });

  it.each(names)('of more than a megabyte is refused by %s', async name => {
    const before = await everything();
    const answer = await send(name, { ...valid(name), more: 'x'.repeat(1_100_000) });
    expectProblem(answer, 413, 'body_too_large');
    expect(await everything()).toEqual(before);
  });

  it.each(['purchase', 'process'] as const)('without a good Idempotency-Key is refused by %s', async name => {
    const before = await everything();
    for (const key of ['', 'x'.repeat(256), 'two words'])
      expectProblem(await send(name, valid(name), { 'idempotency-key': key }), 400, 'idempotency_key_missing');
    const { as, method, path }: Route = ROUTES[name];
    expectProblem(await scene[as].send(method, path(scene), valid(name)), 400, 'idempotency_key_missing');
    expect(await everything()).toEqual(before);
  });

  describe('in an address', () => {
    it.each([
      ['an unknown path', 'GET', '/api/nothing/here', 404, 'route_not_found'],
      ['the root', 'GET', '/', 404, 'route_not_found'],
      ['a percent sign that starts nothing', 'GET', '/api/courses/%E0%A4%A', 400, 'malformed_request'],
      ['percent-encoded bytes that are no text', 'GET', '/api/courses/%ff%fe', 400, 'malformed_request'],
      ['NUL in a slug', 'GET', '/api/courses/a%00b', 422, 'invalid_input'],
      ['a slug with slashes', 'GET', '/api/courses/..%2f..%2fetc', 404, 'course_not_found'],
      ['a slug that nobody has', 'GET', '/api/courses/nobody-has-this', 404, 'course_not_found'],
      ['a slug of 10 kB', 'GET', `/api/courses/${LONG}`, 414, 'uri_too_long'],
      ['an id that is none', 'GET', '/api/payments/1', 422, 'invalid_input'],
      ['an id in braces', 'GET', `/api/payments/%7B${NOBODY}%7D`, 422, 'invalid_input'],
      ['NUL in an id', 'GET', `/api/payments/${NOBODY}%00`, 422, 'invalid_input'],
      ['an id of 10 kB', 'GET', `/api/payments/${LONG}`, 414, 'uri_too_long'],
      ['an id that is none, to learn', 'GET', '/api/courses/1/learn', 422, 'invalid_input'],
      ['an id that is none, of an organization', 'GET', '/api/organizations/1/members', 422, 'invalid_input'],
      ['an id that is none, of a member', 'DELETE', `/api/organizations/${NOBODY}/members/1`, 422, 'invalid_input'],
      ['a cursor that was not given out', 'GET', '/api/organizations?cursor=IngnIg', 422, 'invalid_input'],
      ['a limit twice', 'GET', '/api/courses/list?limit=1&limit=2', 422, 'invalid_input'],
      ['a limit of nothing', 'GET', '/api/courses/list?limit=', 422, 'invalid_input'],
      ['a limit of zero', 'GET', '/api/courses/list?limit=0', 422, 'invalid_input'],
      ['a limit below zero', 'GET', '/api/courses/list?limit=-1', 422, 'invalid_input'],
      ['a limit above all', 'GET', '/api/courses/list?limit=101', 422, 'invalid_input'],
      ['a limit with a fraction', 'GET', '/api/courses/list?limit=1.5', 422, 'invalid_input'],
      ['a limit without end', 'GET', '/api/courses/list?limit=1e309', 422, 'invalid_input'],
      ['a limit in letters', 'GET', '/api/courses/list?limit=ten', 422, 'invalid_input'],
      ['an unknown parameter', 'GET', '/api/courses/list?page=2', 422, 'invalid_input'],
      ['a nested parameter', 'GET', '/api/courses/list?limit[a]=1', 422, 'invalid_input'],
      ['a cursor of somebody else', 'GET', '/api/courses/list?cursor=abc', 422, 'invalid_input'],
      ['a cursor twice', 'GET', '/api/courses/list?cursor=a&cursor=b', 422, 'invalid_input'],
      ['a cursor of 10 kB', 'GET', `/api/courses/list?cursor=${LONG}`, 422, 'invalid_input'],
      ['a cursor with NUL', 'GET', '/api/courses/list?cursor=%00', 422, 'invalid_input'],
      ['a state that no payment has', 'GET', '/api/payments/history?state=lost', 422, 'invalid_input'],
      ['a day that no calendar has', 'GET', '/api/payments/history?from=2026-02-30', 422, 'invalid_input'],
      ['a year that PostgreSQL does not know', 'GET', '/api/payments/history?to=0000-01-01', 422, 'invalid_input'],
      ['a moment without a zone', 'GET', '/api/payments/history?to=2026-01-01T00:00:00', 422, 'invalid_input'],
      ['an id that is none, of a receipt', 'GET', '/api/payments/1/receipt', 422, 'invalid_input'],
    ])('%s is refused', async (_, method, path, status, code) => {
      const before = await everything();
      expectProblem(await scene.learner.send(method, path), status, code);
      expect(await everything()).toEqual(before);
    });

    it.each([
      [['0000-01-01T00:00:00Z', NOBODY]],
      [['9999-12-31T23:59:59+23:59', NOBODY]],
      [['2026-02-30T00:00:00Z', NOBODY]],
      [['infinity', NOBODY]],
      [['2026-01-01T00:00:00Z', 'x']],
      [{ __proto__: null, 0: 1 }],
      [null],
      [[['2026-01-01T00:00:00Z', NOBODY]]],
    ])('a forged cursor of %j leads nowhere', async key => {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
      for (const list of ['courses/list', 'payments/history']) {
        const answer = await scene.learner.get(`/api/${list}?cursor=${cursor}`);
        expectProblem(answer, 422, 'invalid_input');
      }
    });

    it('of more than sixteen kilobytes is refused before it is read', async () => {
      const answer = await scene.anyone.get(`/api/courses/list?cursor=${'x'.repeat(20_000)}`);
      expect(answer.status).toBe(431);
    });

    it('a body with GET does not matter', async () => {
      const answer = await raw(azora.url, 'GET', '/api/courses/list', asJson, '{"limit":-1}');
      expect(answer.status).toBe(200);
    });

    it.each([
      ['DELETE', '/api/courses/list', 'GET, HEAD'],
      ['POST', '/api/tokens/balance', 'GET, HEAD'],
      ['GET', '/api/auth/login', 'POST'],
      ['PATCH', '/api/payments/process', 'POST'],
      ['DELETE', '/api/webhooks/stripe', 'POST'],
    ])('%s %s is told what the path does answer to', async (method, path, allowed) => {
      const answer = await scene.anyone.send(method, path);
      expectProblem(answer, 405, 'method_not_allowed');
      const methods = answer.headers.get('allow')?.split(', ') ?? [];
      for (const one of allowed.split(', ')) expect(methods).toContain(one);
      expect(methods).not.toContain(method);
    });
  });
});
