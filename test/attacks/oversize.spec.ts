import { Azora, unique } from '../support/azora.ts';
import { GOOD_BODIES, type Json } from '../support/good-bodies.ts';
import { addressOf, BODIED } from '../support/operations.ts';
import { anAdmin, PASSWORD, type Person } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { raw } from '../support/raw.ts';
import { everythingStored } from '../support/stored.ts';

/** A little less than a body may have, so that it is read to the end. */
const HUGE = 'x'.repeat(1_000_000);
/** A little less than all headers together may have. */
const LONG = 'x'.repeat(15_000);
const ENDLESS = 'x'.repeat(5_000);
/** More than can wait for a hash at a time. */
const CROWD = 150;

describe('What is far too large', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  it.each(BODIED)('is refused by $name in each of its texts', async operation => {
    const good = GOOD_BODIES[operation.name] as Json;
    const before = await everythingStored(azora);
    for (const field of Object.keys(good).filter(name => typeof good[name] === 'string')) {
      const body = { ...good, [field]: field === 'email' ? `${HUGE}@example.org` : HUGE };
      const answer = await admin.api.once().send(operation.method, addressOf(operation), body);
      expectProblem(answer, 422, 'invalid_input');
      expect(JSON.stringify(answer.body).length).toBeLessThan(2_000);
    }
    expect(await everythingStored(azora)).toEqual(before);
  });

  // Where hashes are computed, a crowd like this is put off with 503: see login-flood.spec.ts.
  it('is not hashed: a crowd with endless passwords, or with links that do not count, never has to queue', async () => {
    const token = 'x'.repeat(64);
    const crowd = Array.from({ length: CROWD }, () => `${unique('eve')}@example.org`);
    const endless = await Promise.all([
      ...crowd.map(email => azora.api.post('/api/auth/login', { email, password: ENDLESS })),
      ...crowd.map(email => azora.api.post('/api/auth/signup', { email, name: 'Eve', password: ENDLESS })),
      ...crowd.map(() => azora.api.post('/api/auth/password/reset', { token, password: ENDLESS })),
    ]);
    for (const answer of endless) expectProblem(answer, 422, 'invalid_input');
    const password = PASSWORD;
    const linkless = await Promise.all(
      crowd.map(() => azora.api.post('/api/auth/password/reset', { token, password })),
    );
    for (const answer of linkless) expectProblem(answer, 400, 'link_invalid');
  });

  it.each<[string, Record<string, string>, number]>([
    ['a bearer token', { authorization: `Bearer ${LONG}` }, 401],
    [
      'a bearer token of three parts',
      { authorization: `Bearer ${[LONG, LONG, LONG].map(it => it.slice(0, 5_000)).join('.')}` },
      401,
    ],
    ['an API key', { authorization: `Bearer azora_${LONG}` }, 401],
    ['a cookie', { cookie: `__Host-azora-refresh=${LONG}` }, 401],
    ['two thousand cookies', { cookie: Array.from({ length: 2_000 }, (_, i) => `c${i}=`).join('; ') }, 401],
    ['a traceparent', { traceparent: LONG }, 401],
    ['an X-Forwarded-For', { 'x-forwarded-for': Array(1_800).fill('1.1.1.1').join(', ').slice(0, 15_000) }, 401],
    ['an If-None-Match', { 'if-none-match': LONG }, 401],
    ['an Accept', { accept: LONG }, 401],
  ])('as %s of 15 kB lets nobody in', async (_, headers, status) => {
    expectProblem(await raw(azora.url, 'GET', '/api/me', headers), status, 'unauthenticated');
  });

  it('is refused as an Idempotency-Key', async () => {
    const answer = await admin.api.once(LONG).post('/api/courses/purchase', GOOD_BODIES['POST /api/courses/purchase']);
    expectProblem(answer, 400, 'idempotency_key_missing');
  });

  it('is no session, in a cookie with a good Origin', async () => {
    const headers = { origin: azora.url, cookie: `__Host-azora-refresh=${LONG}`, 'content-type': 'application/json' };
    expectProblem(await raw(azora.url, 'POST', '/api/auth/refresh', headers, '{}'), 401, 'refresh_token_invalid');
  });

  it('is stored cut short where it says what it is', async () => {
    const { email } = admin;
    const browser = azora.api.with({ 'user-agent': LONG });
    const { body } = await browser.post('/api/auth/login', { email, password: PASSWORD });
    const { body: sessions } = await azora.api.as(body).get('/api/auth/sessions');
    expect(sessions.items[0].userAgent).toHaveLength(300);
  });

  it('is refused as headers of 20 kB, or of a megabyte, before anything is read of them', async () => {
    for (const length of [20_000, 1_000_000]) {
      const answer = await raw(azora.url, 'GET', '/api/me', { authorization: `Bearer ${'x'.repeat(length)}` });
      expectProblem(answer, 431, 'headers_too_large');
    }
  });
});
