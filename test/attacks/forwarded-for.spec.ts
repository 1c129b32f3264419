import { Azora } from '../support/azora.ts';
import type { Client } from '../support/client.ts';
import { aLearner, PASSWORD } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

const QUOTA = 100;
let turn = 0;

/** Every header that some proxy somewhere puts an address in, with a new one each time. */
function liesAbout(address: string): Record<string, string> {
  return {
    'x-forwarded-for': address,
    forwarded: `for=${address}`,
    'x-real-ip': address,
    'x-client-ip': address,
    'client-ip': address,
    'true-client-ip': address,
    'cf-connecting-ip': address,
    'fastly-client-ip': address,
    'x-cluster-client-ip': address,
    'x-forwarded': `for=${address}`,
    'x-originating-ip': address,
    'x-remote-addr': address,
  };
}

const newAddress = () => `198.51.${Math.floor(turn / 250)}.${(turn++ % 250) + 1}`;

async function addressOfSessionFrom(api: Client, email: string): Promise<string> {
  const { body } = await api.post('/api/auth/login', { email, password: PASSWORD });
  const { body: sessions } = await api.as(body).get('/api/auth/sessions');
  return sessions.items.find(({ current }: { current: boolean }) => current).address;
}

describe('Who says where they are', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', RATE_LIMIT_PER_MINUTE: String(QUOTA) } });
    azora.clock.stop();
  });

  afterAll(() => azora.stop());

  it('is seen where they are, by their sessions and by who counts attempts', async () => {
    const { email } = await aLearner(azora);
    expect(await addressOfSessionFrom(azora.api.with(liesAbout(newAddress())), email)).toBe('127.0.0.1');
    const guess = { email, password: 'a guess' };
    const statuses = [];
    for (let time = 0; time < 6; time++)
      statuses.push((await azora.api.with(liesAbout(newAddress())).post('/api/auth/login', guess)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('has the quota of one address', async () => {
    const answers = await Promise.all(
      Array.from({ length: 2 * QUOTA }, () => azora.api.with(liesAbout(newAddress())).get('/api/courses/list')),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThanOrEqual(QUOTA);
    for (const answer of refused) expectProblem(answer, 429, 'rate_limited');
  });
});

describe('Who says where they are through a proxy that is trusted', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({
      environment: { WORKERS: 'off', TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_PER_MINUTE: String(QUOTA) },
    });
    azora.clock.stop();
  });

  afterAll(() => azora.stop());

  /** As a proxy passes a request on: what it was told, and then whom it saw. */
  const seenAt = (address: string, told: string) =>
    azora.api.with({ ...liesAbout(told), 'x-forwarded-for': `${told}, ${address}` });

  it('is seen where the proxy has seen them', async () => {
    const { email } = await aLearner(azora);
    for (const told of [
      '192.0.2.1',
      '127.0.0.1',
      '::1',
      '10.0.0.1',
      'unknown',
      "' or 1=1 --",
      '203.0.113.9, 127.0.0.1',
    ])
      expect(await addressOfSessionFrom(seenAt('203.0.113.9', told), email)).toBe('203.0.113.9');
  });

  it('is counted where the proxy has seen them, and keeps nobody else out', async () => {
    const { email } = await aLearner(azora);
    const guess = { email, password: 'a guess' };
    const statuses = [];
    for (let time = 0; time < 6; time++)
      statuses.push((await seenAt('203.0.113.66', newAddress()).post('/api/auth/login', guess)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const owner = { email, password: PASSWORD };
    expect((await seenAt('203.0.113.7', '203.0.113.66').post('/api/auth/login', owner)).status).toBe(200);
  });

  it('has one quota, whatever was told, and takes nothing from that of who was named', async () => {
    const answers = await Promise.all(
      Array.from({ length: 2 * QUOTA }, () => seenAt('203.0.113.77', '203.0.113.8').get('/api/courses/list')),
    );
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(QUOTA);
    expect((await seenAt('203.0.113.8', '').get('/api/courses/list')).status).toBe(200);
  });
});
