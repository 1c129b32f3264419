import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Test, type TestingModule } from '@nestjs/testing';
import { register } from 'prom-client';
import { testEnvironment, unique } from '../../../test/support/azora.ts';
import { TestClock } from '../../../test/support/test-clock.ts';
import { required } from '../../../test/support/test-database.ts';
import { type RecaptchaSandbox, startRecaptchaSandbox } from '../../../tools/recaptcha-sandbox/recaptcha-sandbox.ts';
import { Environment } from '../../config/environment.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import { Captcha, type CaptchaVerdict } from '../domain/captcha.ts';
import { CAPTCHA_VERDICTS, captchaVerdicts } from './captcha-verdicts.ts';
import { Recaptcha } from './recaptcha.ts';

const SECRET = 'recaptcha-secret';
const HOST = 'app.example.org';
const ADDRESS = '203.0.113.7';
const SECOND = 1 / 60;
const NOBODY = 'http://127.0.0.1:1/siteverify';

type Settings = Parameters<typeof testEnvironment>[0];

describe('reCAPTCHA', () => {
  let google: RecaptchaSandbox;
  let clock: TestClock;
  let logged: unknown[];
  let opened: (() => Promise<unknown>)[];

  beforeEach(async () => {
    register.resetMetrics();
    clock = new TestClock();
    logged = [];
    google = await startRecaptchaSandbox({ secret: SECRET, hostname: HOST, now: () => new Date() });
    opened = [google.close];
  });

  afterEach(async () => {
    for (const close of opened.reverse()) await close();
  });

  it('is passed by a human once', async () => {
    const captcha = await aCaptcha();
    const token = google.token({ action: 'login' });
    expect(await captcha.verdict(token, 'login', ADDRESS)).toBe('human');
    expect(await captcha.verdict(token, 'login', ADDRESS)).toBe('not_human');
  });

  it('remembers a token by its hash, beyond its life and not for ever', async () => {
    const running = await aProcess();
    const token = google.token({ action: 'login' });
    await running.get(Captcha).verdict(token, 'login', ADDRESS);
    const hash = createHash('sha256').update(token).digest('hex');
    const ttl = await running.get(RedisConnection).redis.pttl(`captcha:${hash}`);
    expect(ttl).toBeGreaterThan(130_000);
    expect(ttl).toBeLessThanOrEqual(240_000);
  });

  it('sends the secret, the token and the address of the visitor as a form', async () => {
    const asked: unknown[] = [];
    const url = await aServer(async (request, response) => {
      asked.push([request.method, request.headers['content-type'], await text(request)]);
      response.end('{ "success": false }');
    });
    await (await aCaptcha({ RECAPTCHA_URL: url })).verdict('to&ken', 'login', ADDRESS);
    const form = `secret=${SECRET}&response=to%26ken&remoteip=${ADDRESS}`;
    expect(asked).toEqual([['POST', 'application/x-www-form-urlencoded;charset=UTF-8', form]]);
  });

  describe('that is off', () => {
    it('lets everybody pass and asks nobody', async () => {
      const captcha = await aCaptcha({ RECAPTCHA_SECRET: '', RECAPTCHA_URL: NOBODY });
      expect(captcha.isOn).toBe(false);
      expect(await captcha.verdict(undefined, 'login', ADDRESS)).toBe('human');
    });
  });

  describe('takes nobody for human', () => {
    it.each([
      ['for another action', { action: 'signup' }],
      ['from another host', { action: 'login', hostname: 'elsewhere.example' }],
      ['with a score too low', { action: 'login', score: 0.49 }],
      ['that Google calls too old', { action: 'login', ageSeconds: 125 }],
    ])('with a token %s', async (_, visit) => {
      expect(await verdictOn(google.token(visit))).toBe('not_human');
    });

    it.each([
      ['no token', undefined],
      ['an empty token', ''],
      ['a token that Google never made', 'made-up'],
    ])('with %s', async (_, token) => {
      expect(await verdictOn(token)).toBe('not_human');
    });

    it.each([
      ['too long', 'x'.repeat(4_097)],
      ['of characters that no token has', 'to\nken'],
    ])('with a token %s, and does not ask', async (_, token) => {
      expect(await verdictOn(token, { RECAPTCHA_URL: NOBODY })).toBe('not_human');
    });

    it('with a token that another captcha accepted, whatever Google says', async () => {
      const url = await googleAnswering(confirmation());
      const captchas = [await aCaptcha({ RECAPTCHA_URL: url }), await aCaptcha({ RECAPTCHA_URL: url })];
      const token = unique('token');
      const verdicts = await Promise.all(
        Array.from({ length: 20 }, (_, turn) => captchas[turn % 2]?.verdict(token, 'login', ADDRESS)),
      );
      expect(verdicts.filter(verdict => verdict === 'human')).toHaveLength(1);
      expect(verdicts.filter(verdict => verdict === 'not_human')).toHaveLength(19);
    });

    it.each(['action', 'hostname'] as const)('without %s in the answer', async missing => {
      const RECAPTCHA_URL = await googleAnswering({ ...confirmation(), [missing]: undefined });
      expect(await verdictOn(unique('token'), { RECAPTCHA_URL })).toBe('not_human');
    });
  });

  describe('counts a token', () => {
    it.each([
      ['two minutes', 115, 121],
      ['ten seconds before its time, for the clocks may differ', -9, -12],
    ])('for %s', async (_, within, beyond) => {
      const captcha = await aCaptcha();
      const ofNow = () => google.token({ action: 'login' });
      clock.advance({ minutes: within * SECOND });
      expect(await captcha.verdict(ofNow(), 'login', ADDRESS)).toBe('human');
      clock.advance({ minutes: (beyond - within) * SECOND });
      expect(await captcha.verdict(ofNow(), 'login', ADDRESS)).toBe('not_human');
    });

    it('from the score that is set', async () => {
      const token = google.token({ action: 'login', score: 0.3 });
      expect(await verdictOn(token, { RECAPTCHA_MIN_SCORE: '0.3' })).toBe('human');
    });

    it('from each host that is named', async () => {
      const captcha = await aCaptcha({ RECAPTCHA_HOSTNAMES: 'one.example, two.example' });
      const from = (hostname: string) => captcha.verdict(google.token({ action: 'login', hostname }), 'login', ADDRESS);
      expect(await from('one.example')).toBe('human');
      expect(await from('two.example')).toBe('human');
      expect(await from(HOST)).toBe('not_human');
    });

    it("from the platform's own host when none is named", async () => {
      const none = { RECAPTCHA_HOSTNAMES: '', PUBLIC_URL: 'https://api.example.org' };
      const from = (hostname: string) => google.token({ action: 'login', hostname });
      expect(await verdictOn(from('api.example.org'), none)).toBe('human');
      const pages = { ...none, APP_URL: 'https://pages.example.org:8443' };
      expect(await verdictOn(from('pages.example.org'), pages)).toBe('human');
      expect(await verdictOn(from('api.example.org'), pages)).toBe('not_human');
    });
  });

  describe('is unavailable', () => {
    it.each(['error', 'garbage'] as const)('when Google answers with %s', async failure => {
      google.fail(failure);
      expect(await verdictOn(google.token({ action: 'login' }))).toBe('unavailable');
    });

    it('when Google confirms and fails at once', async () => {
      const url = await aServer((_, response) => response.writeHead(503).end(JSON.stringify(confirmation())));
      expect(await verdictOn(unique('token'), { RECAPTCHA_URL: url })).toBe('unavailable');
    });

    it('when Google does not answer in five seconds', async () => {
      google.fail('timeout');
      const begin = performance.now();
      expect(await verdictOn(google.token({ action: 'login' }))).toBe('unavailable');
      expect(performance.now() - begin).toBeGreaterThan(4_900);
      expect(performance.now() - begin).toBeLessThan(7_500);
    });

    it('when nobody is there', async () => {
      expect(await verdictOn('token', { RECAPTCHA_URL: NOBODY })).toBe('unavailable');
    });

    it('when it is sent elsewhere', async () => {
      const url = await aServer((_, response) => response.writeHead(307, { location: google.url }).end());
      expect(await verdictOn(google.token({ action: 'login' }), { RECAPTCHA_URL: url })).toBe('unavailable');
    });

    it.each([
      ['too much', { ...confirmation(), padding: 'x'.repeat(20_000) }],
      ['of another reCAPTCHA, without a score', { ...confirmation(), score: undefined }],
      ['without a time', { ...confirmation(), challenge_ts: undefined }],
      ['that is a list', [confirmation()]],
    ])('when the answer is %s', async (_, answer) => {
      const RECAPTCHA_URL = await googleAnswering(answer);
      expect(await verdictOn(unique('token'), { RECAPTCHA_URL })).toBe('unavailable');
    });

    it('when Redis is away', async () => {
      const token = google.token({ action: 'login' });
      expect(await verdictOn(token, { REDIS_URL: 'redis://127.0.0.1:1' })).toBe('unavailable');
    });

    it.each(['invalid-input-secret', 'missing-input-secret'])('and says so in the log for %s', async code => {
      const RECAPTCHA_URL = await googleAnswering({ success: false, 'error-codes': [code] });
      expect(await verdictOn(unique('token'), { RECAPTCHA_URL })).toBe('unavailable');
      expect(String(logged)).toMatch('misconfigured: Google refuses RECAPTCHA_SECRET');
    });

    it('to a wrong secret, which it tells nobody', async () => {
      const token = google.token({ action: 'login' });
      expect(await verdictOn(token, { RECAPTCHA_SECRET: 'wrong-secret' })).toBe('unavailable');
      expect(String(logged)).not.toMatch(new RegExp(`wrong-secret|${token}`));
    });
  });

  it('tries once more when the connection breaks', async () => {
    let attempts = 0;
    const url = await aServer((request, response) => {
      attempts += 1;
      if (attempts === 1) request.socket.destroy();
      else response.end(JSON.stringify(confirmation()));
    });
    expect(await verdictOn(unique('token'), { RECAPTCHA_URL: url })).toBe('human');
  });

  it('does not try a third time', async () => {
    let attempts = 0;
    const url = await aServer(request => {
      attempts += 1;
      request.socket.destroy();
    });
    expect(await verdictOn(unique('token'), { RECAPTCHA_URL: url })).toBe('unavailable');
    expect(attempts).toBe(2);
  });

  it('asks nobody for ten seconds after three failures in a row', async () => {
    const captcha = await aCaptcha();
    const ask = () => captcha.verdict(google.token({ action: 'login' }), 'login', ADDRESS);
    google.fail('error');
    expect([await ask(), await ask()]).toEqual(['unavailable', 'unavailable']);
    google.fail(undefined);
    expect(await ask()).toBe('human');

    google.fail('error');
    expect([await ask(), await ask(), await ask()]).toEqual(['unavailable', 'unavailable', 'unavailable']);
    google.fail(undefined);
    expect(await ask()).toBe('unavailable');
    clock.advance({ minutes: 10 * SECOND });
    expect([await ask(), await ask()]).toEqual(['human', 'human']);
  });

  it('counts its verdicts by action', async () => {
    const captcha = await aCaptcha();
    await captcha.verdict(google.token({ action: 'signup' }), 'signup', ADDRESS);
    await captcha.verdict(undefined, 'signup', ADDRESS);
    await captcha.verdict('made-up', 'signup', ADDRESS);
    google.fail('error');
    await captcha.verdict('made-up', 'reset', ADDRESS);
    expect(await counted()).toEqual([
      { labels: { action: 'signup', verdict: 'human' }, value: 1 },
      { labels: { action: 'signup', verdict: 'not_human' }, value: 2 },
      { labels: { action: 'reset', verdict: 'unavailable' }, value: 1 },
    ]);
  });

  /** What a process has of the captcha, asking the sandbox unless its settings say otherwise. */
  async function aProcess(settings: Settings = {}): Promise<TestingModule> {
    const environment = testEnvironment({
      DATABASE_URL: required('AZORA_TEST_POSTGRES'),
      RECAPTCHA_SECRET: SECRET,
      RECAPTCHA_URL: google.url,
      RECAPTCHA_HOSTNAMES: HOST,
      ...settings,
    });
    const module = await Test.createTestingModule({
      providers: [
        { provide: Environment, useValue: environment },
        { provide: Clock, useValue: clock },
        { provide: Captcha, useClass: Recaptcha },
        RedisConnection,
        captchaVerdicts,
      ],
    })
      .setLogger({ log: () => undefined, warn: () => undefined, error: (...words) => logged.push(...words) })
      .compile();
    opened.push(() => module.close());
    return module.init();
  }

  async function aCaptcha(settings?: Settings): Promise<Captcha> {
    return (await aProcess(settings)).get(Captcha);
  }

  async function verdictOn(token: string | undefined, settings?: Settings): Promise<CaptchaVerdict> {
    return (await aCaptcha(settings)).verdict(token, 'login', ADDRESS);
  }

  /** A server that does what the sandbox never does. */
  async function aServer(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    opened.push(
      () =>
        new Promise(resolve => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`;
  }

  function googleAnswering(answer: object): Promise<string> {
    return aServer((_, response) => response.end(JSON.stringify(answer)));
  }

  async function counted(): Promise<object[] | undefined> {
    return (await register.getSingleMetric(CAPTCHA_VERDICTS)?.get())?.values;
  }
});

/** What Google answers about a human at our login, of any token and as often as it is asked. */
function confirmation() {
  const challenge_ts = new Date().toISOString();
  return { success: true, challenge_ts, hostname: HOST, score: 0.9, action: 'login' };
}
