import { Azora, unique } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { type RecaptchaSandbox, startRecaptchaSandbox } from '../../../tools/recaptcha-sandbox/recaptcha-sandbox.ts';
import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import { PASSWORD } from '../testing/accounts.ts';
import { linksTo, tokenMailedTo } from '../testing/inbox.ts';

const SECRET = 'sandbox-secret';

interface Humanity {
  captchaToken?: string;
  mailProof?: string;
}

describe('While visitors have to be human', () => {
  let azora: Azora;
  let google: RecaptchaSandbox;

  beforeAll(async () => {
    google = await startRecaptchaSandbox({ secret: SECRET, hostname: '127.0.0.1', now: () => azora.clock.now() });
    azora = await Azora.start({ environment: { RECAPTCHA_SECRET: SECRET, RECAPTCHA_URL: google.url } });
  });

  afterAll(async () => {
    await azora.stop();
    await google.close();
  });

  function signUp(email: string, humanity: Humanity = {}): Promise<Answer> {
    return azora.api.post('/api/auth/signup', { email, name: 'Ada', password: PASSWORD, ...humanity });
  }

  function logIn(email: string, humanity: Humanity = {}): Promise<Answer> {
    return azora.api.post('/api/auth/login', { email, password: PASSWORD, ...humanity });
  }

  function forget(email: string, humanity: Humanity = {}): Promise<Answer> {
    return azora.api.post('/api/auth/password/forgot', { email, ...humanity });
  }

  async function aMember(): Promise<string> {
    const email = `${unique('ada')}@example.org`;
    const { status } = await signUp(email, { captchaToken: google.token({ action: 'signup' }) });
    expect(status).toBe(201);
    return email;
  }

  it('who passes comes in, for what the captcha has watched', async () => {
    const email = await aMember();
    expect((await logIn(email, { captchaToken: google.token({ action: 'login' }) })).status).toBe(200);
    expect((await forget(email, { captchaToken: google.token({ action: 'reset' }) })).status).toBe(202);
    await tokenMailedTo(email, '/reset-password');
  });

  it.each<[string, () => Humanity]>([
    ['brings nothing', () => ({})],
    ['brings something made up', () => ({ captchaToken: 'made-up' })],
    ['seems to be a program', () => ({ captchaToken: google.token({ action: 'login', score: 0.1 }) })],
    ['was watched at something else', () => ({ captchaToken: google.token({ action: 'browse' }) })],
    ['was watched elsewhere', () => ({ captchaToken: google.token({ action: 'login', hostname: 'evil.example' }) })],
  ])('who %s is refused, before any password is looked at', async (_, humanity) => {
    const email = await aMember();
    expectProblem(await logIn(email, humanity()), 403, 'captcha_failed');
    expectProblem(await signUp(`${unique('new')}@example.org`, humanity()), 403, 'captcha_failed');
    expectProblem(await forget(email, humanity()), 403, 'captcha_failed');
    expect(await linksTo(email, '/reset-password')).toEqual([]);
  });

  it('one token lets in once', async () => {
    const [email, captchaToken] = [await aMember(), google.token({ action: 'login' })];
    expect((await logIn(email, { captchaToken })).status).toBe(200);
    expectProblem(await logIn(email, { captchaToken }), 403, 'captcha_failed');
  });

  describe('and nobody can tell', () => {
    let email: string;

    beforeEach(async () => {
      email = await aMember();
      google.fail('error');
      await forgetOutage();
    });

    afterEach(async () => {
      google.fail(undefined);
      // The gateway spares Google for a while after failures.
      azora.clock.advance({ minutes: 1 });
    });

    /** Each test has the quota of an outage for itself. */
    async function forgetOutage(): Promise<void> {
      const { redis } = azora.app.get(RedisConnection, { strict: false });
      const keys = await redis.keys('throttle:captcha-outage:*');
      if (keys.length > 0) await redis.del(keys);
    }

    it('a mail is asked to be read, and lets in once, with the right password, at its own address', async () => {
      expectProblem(await logIn(email, { captchaToken: 'x' }), 403, 'mail_proof_required');
      const mailProof = await tokenMailedTo(email, '/prove-human');
      expectProblem(await logIn(`${unique('other')}@example.org`, { mailProof }), 400, 'link_invalid');
      expect((await logIn(email.toUpperCase(), { mailProof })).status).toBe(200);
      expectProblem(await logIn(email, { mailProof }), 400, 'link_invalid');
    });

    it('a mail lets somebody new sign up', async () => {
      const newcomer = `${unique('new')}@example.org`;
      expectProblem(await signUp(newcomer, { captchaToken: 'x' }), 403, 'mail_proof_required');
      expect(await rowsOf(azora, 'select id from identity.users where email = $1', [newcomer])).toEqual([]);
      const mailProof = await tokenMailedTo(newcomer, '/prove-human');
      expect((await signUp(newcomer, { mailProof })).status).toBe(201);
    });

    it('no other link stands in for that mail, nor one that is older than an hour', async () => {
      expectProblem(await logIn(email, { captchaToken: 'x' }), 403, 'mail_proof_required');
      const verifying = await tokenMailedTo(email, '/verify-email');
      for (const mailProof of [verifying, 'x', 'A'.repeat(64)])
        expectProblem(await logIn(email, { mailProof }), 400, 'link_invalid');
      const mailProof = await tokenMailedTo(email, '/prove-human');
      azora.clock.advance({ minutes: 61 });
      expectProblem(await logIn(email, { mailProof }), 400, 'link_invalid');
    });

    it('a password can be reset all the same: that is proven by mail anyway', async () => {
      expect((await forget(email, { captchaToken: 'x' })).status).toBe(202);
      const token = await tokenMailedTo(email, '/reset-password');
      const reset = { token, password: 'an entirely different one' };
      expect((await azora.api.post('/api/auth/password/reset', reset)).status).toBe(204);
    });

    it('one visitor may try three times in ten minutes', async () => {
      for (let count = 0; count < 3; count++)
        expectProblem(await logIn(email, { captchaToken: 'x' }), 403, 'mail_proof_required');
      const answer = await logIn(email, { captchaToken: 'x' });
      expectProblem(answer, 429, 'rate_limited');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expectProblem(await forget(email, { captchaToken: 'x' }), 429, 'rate_limited');
    });

    it('nobody needs a mail who brings nothing at all: that is no human', async () => {
      expectProblem(await logIn(email), 403, 'captcha_failed');
      expect(await linksTo(email, '/prove-human')).toEqual([]);
    });

    it('all is as before once Google answers again', async () => {
      await logIn(email, { captchaToken: 'x' });
      google.fail(undefined);
      azora.clock.advance({ minutes: 1 });
      const captchaToken = google.token({ action: 'login' });
      expect((await logIn(email, { captchaToken })).status).toBe(200);
    });
  });
});
