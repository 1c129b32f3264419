import { problemView } from '../../src/kernel/http/problem.ts';
import { Azora, unique } from '../support/azora.ts';
import { addressOf, isPublic, OPERATIONS } from '../support/operations.ts';
import { anAdmin, PASSWORD } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { raw } from '../support/raw.ts';
import { wire } from '../support/wire.ts';

/** Other ways to write a path, each of which some router or proxy takes for the same. */
const DISGUISES: ((path: string) => string)[] = [
  path => `${path}/`,
  path => `/${path}`,
  path => path.replace('/api/', '/api//'),
  path => path.replace('/api/', '/api/./'),
  path => path.replace('/api/', '/api/courses/../'),
  path => path.replace('/api/', '/api/courses/%2e%2e/'),
  path => path.replace('/api/', '/api/courses/..%2f'),
  path => path.replace('/api/', '/api%2f'),
  path => path.replace('/api/', '/api\\'),
  path => path.replace('/api/', '/api/courses/..;/'),
  path => path.replace('/a', '/%61'),
  path => path.replace('/a', '/%2561'),
  path => path.toUpperCase(),
  path => `${path};x=/api/courses/list`,
  path => `${path}%20`,
  path => `${path}.json`,
  path => `${path}?x=/api/courses/list`,
  path => `${path}#/api/courses/list`,
  path => `/api/courses/list/../../..${path}`,
];

const FILES = ['package.json', '.env', 'dist/src/main.js', 'etc/passwd'];
const CLIMBS = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..\\',
  '....//',
  '%252e%252e%252f',
  '.%00./',
  '%c0%ae%c0%ae/',
];

const GUARDED = OPERATIONS.filter(it => !isPublic(it));

let azora: Azora;
/** What a learner is let in with. */
let bearer: { authorization: string };

beforeAll(async () => {
  azora = await Azora.start({ environment: { WORKERS: 'off' } });
  const wish = { email: `${unique('lea')}@example.org`, name: 'Lea', password: PASSWORD };
  const { body } = await azora.api.post('/api/auth/signup', wish);
  bearer = { authorization: `Bearer ${body.accessToken}` };
});

afterAll(() => azora.stop());

describe('A path in disguise', () => {
  it.each(GUARDED)('lets nobody past the door of $name', async operation => {
    for (const disguise of DISGUISES) {
      const address = disguise(addressOf(operation));
      expect([400, 401, 403, 404, 405, 422]).toContain((await raw(azora.url, operation.method, address)).status);
      if (operation.roles.includes('learner')) continue;
      expect([400, 403, 404, 405, 422]).toContain((await raw(azora.url, operation.method, address, bearer)).status);
    }
  });

  it.each(FILES)('does not lead to %s', async file => {
    for (const climb of CLIMBS)
      for (const start of ['/', '/docs/', '/api/courses/'])
        for (const depth of [1, 3, 8]) {
          const answer = await raw(azora.url, 'GET', `${start}${climb.repeat(depth)}${file}`);
          expect([400, 403, 404, 414]).toContain(answer.status);
          expect(problemView.safeParse(answer.body).success).toBe(true);
        }
  });

  it('is not taken from a header that a proxy might have set', async () => {
    const elsewhere = { 'x-original-url': '/api/courses/list', 'x-rewrite-url': '/api/courses/list' };
    expectProblem(await azora.api.with(elsewhere).get('/api/admin/users'), 401, 'unauthenticated');
    const there = { 'x-original-url': '/api/admin/users', 'x-rewrite-url': '/api/admin/users' };
    expect((await azora.api.with(there).get('/api/courses/list')).body.items).toEqual([]);
  });
});

describe('A method', () => {
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'LOCK'];
  const allowed = (method: string, path: string) =>
    OPERATIONS.some(
      it => matches(it.path, path) && (it.method === method || (method === 'HEAD' && it.method === 'GET')),
    );

  it('that a path does not have is refused, and repeats nothing of the request', async () => {
    for (const path of new Set(OPERATIONS.map(it => addressOf(it))))
      for (const method of METHODS.filter(it => !allowed(it, path))) {
        const answer = await raw(azora.url, method, path, { ...bearer, 'x-secret': 'echo-me' });
        expect({ method, path, status: answer.status }).toEqual({ method, path, status: 405 });
        expect(JSON.stringify([[...answer.headers], answer.body])).not.toMatch(/echo-me|Bearer ey/);
      }
  });

  it('HEAD asks who somebody is as GET does, and shows nothing', async () => {
    for (const operation of GUARDED.filter(({ method }) => method === 'GET')) {
      expect((await raw(azora.url, 'HEAD', addressOf(operation))).status).toBe(401);
      const [head, get] = [
        await raw(azora.url, 'HEAD', addressOf(operation), bearer),
        await raw(azora.url, 'GET', addressOf(operation), bearer),
      ];
      expect({ status: head.status, body: head.body }).toEqual({ status: get.status, body: '' });
    }
  });

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])('is not taken from %s', async header => {
    expectProblem(await azora.api.with({ [header]: 'GET' }).post('/api/courses/list'), 405, 'method_not_allowed');
    const erase = await azora.api.with({ ...bearer, [header]: 'DELETE' }).get('/api/me?_method=DELETE');
    expect(erase.status).toBe(200);
    expect((await azora.api.with(bearer).get('/api/me')).status).toBe(200);
  });

  it('CONNECT, an upgrade and an unknown protocol open no tunnel', async () => {
    await expect(raw(azora.url, 'CONNECT', 'evil.example:443')).rejects.toThrow();
    const upgrade = {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'x',
      'sec-websocket-version': '13',
    };
    expect((await raw(azora.url, 'GET', '/api/me', upgrade)).status).toBe(401);
  });

  it('behind a body of two lengths is not heard', async () => {
    const hidden = 'GET /api/courses/list HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n';
    const head = 'POST /api/auth/login HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    for (const lengths of [
      `content-length: ${hidden.length}\r\ntransfer-encoding: chunked`,
      'transfer-encoding: chunked\r\ncontent-length: 5',
      `content-length: 0\r\ncontent-length: ${hidden.length}`,
      'transfer-encoding: xchunked',
      'transfer-encoding : chunked',
    ])
      expectProblem(await wire(azora.url, `${head}${lengths}\r\n\r\n0\r\n\r\n${hidden}`), 400, 'malformed_request');
  });
});

describe('The public port', () => {
  it.each(['/metrics', '/metrics/', '/api/metrics', '/health', '/health/live/..%2f..%2fmetrics', '/queues', '/admin'])(
    'knows nothing of %s, not even for an administrator',
    async path => {
      const { api } = await anAdmin(azora);
      expect((await api.get(path)).status).toBe(404);
      expect((await raw(azora.url, 'GET', path, bearer)).status).toBe(404);
    },
  );
});

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path);
}
