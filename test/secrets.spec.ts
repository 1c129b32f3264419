import { Redis } from 'ioredis';
import { Secret, TOTP } from 'otpauth';
import { freePort } from '../tools/local/free-port.ts';
import { type RecaptchaSandbox, startRecaptchaSandbox } from '../tools/recaptcha-sandbox/recaptcha-sandbox.ts';
import { Azora, unique } from './support/azora.ts';
import { BuiltProcess } from './support/built-process.ts';
import { type Answer, Client } from './support/client.ts';
import { aPublishedCourse } from './support/courses.ts';
import { mailTo, tokenIn } from './support/mails.ts';
import { anInstructor } from './support/people.ts';
import { rowsOf, tablesOf } from './support/stored.ts';

const RECAPTCHA_SECRET = 'recaptcha-secret-of-the-platform';
const CARD = '4000 0566 5566 5556';
const STEP_MS = 30_000;
const MINUTE = 60_000;

/** Each secret that somebody has entrusted to the platform, by its name. */
const planted = new Map<string, string>();
const problems: object[] = [];

describe('A secret, after it went through everything that takes one,', () => {
  let azora: Azora;
  let captcha: RecaptchaSandbox;
  let built: BuiltProcess;
  let redis: Redis;
  let api: Client;
  let url: string;
  let email: string;
  let metrics: string;
  const toldToRedis: string[] = [];

  beforeAll(async () => {
    captcha = await startRecaptchaSandbox({ secret: RECAPTCHA_SECRET, hostname: '127.0.0.1' });
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    redis = new Redis(azora.environment.REDIS_URL);
    const monitor = await redis.monitor();
    monitor.on('monitor', (_: string, words: string[]) => toldToRedis.push(words.join(' ')));
    const [port, metricsPort] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${port}`;
    built = new BuiltProcess('main.js', {
      ...azora.environment,
      PORT: port,
      METRICS_PORT: metricsPort,
      PUBLIC_URL: url,
      LOG_LEVEL: 'trace',
      WORKERS: 'on',
      RECAPTCHA_SECRET,
      RECAPTCHA_URL: captcha.url,
    });
    await built.start();
    api = new Client(url);
    email = `${unique('ada')}@example.org`;
    for (const [name, secret] of Object.entries({ ...secretsOfThePlatform(), card: CARD })) plant(name, secret);

    await enterAndLeave();
    await forgetThePassword();
    await useASecondFactor();
    await useAnApiKey();
    await payAndMistype();
    await meetABug();

    metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    await built.stop();
    monitor.disconnect();
  }, 3 * MINUTE);

  afterAll(async () => {
    await built.stop();
    await redis.quit();
    await azora.stop();
    await captcha.close();
  });

  function secretsOfThePlatform(): Record<string, string> {
    const { ENCRYPTION_SECRET, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET } = azora.environment;
    return { ENCRYPTION_SECRET, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, RECAPTCHA_SECRET };
  }

  /** Keeps every refusal, but for the ticket that one of them is there to hand over. */
  async function ask(client: Client, method: string, path: string, body?: object): Promise<Answer> {
    const answer = await client.send(method, path, body);
    const { ticket: _, ...told } = answer.body as { ticket?: string };
    if (answer.status >= 400) problems.push(told);
    return answer;
  }

  const post = (path: string, body?: object, client = api) => ask(client, 'POST', path, body);

  function captchaFor(action: string): string {
    return plant(`captcha token for ${action}`, captcha.token({ action }));
  }

  function logIn(password: string, client = api): Promise<Answer> {
    return post('/api/auth/login', { email, password, captchaToken: captchaFor('login') }, client);
  }

  function keep(name: string, { body }: Answer): Client {
    for (const token of ['accessToken', 'refreshToken', 'deviceToken'])
      if (body[token]) plant(`${token} of ${name}`, body[token]);
    return api.as(body);
  }

  async function enterAndLeave(): Promise<void> {
    const password = plant('password', unique('first password'));
    const wish = { email, name: 'Ada', password, captchaToken: captchaFor('signup') };
    const signedUp = await post('/api/auth/signup', wish);
    keep('sign-up', signedUp);
    await post('/api/auth/verify-email', { token: plant('link', tokenIn(await mailTo(email, 'Verify your address'))) });

    await logIn(plant('wrong password', unique('guess')));
    await post('/api/auth/login', { email: password, password: email, captchaToken: captchaFor('login') });
    await post('/api/auth/login', { email, password, captchaToken: plant('wrong captcha', unique('captcha')) });
    const { refreshToken } = signedUp.body;
    const refreshed = await post('/api/auth/refresh', { refreshToken });
    const session = keep('refresh', refreshed);
    await post('/api/auth/refresh', { refreshToken: plant('wrong refresh token', unique('refresh')) });

    const page = api.with({ origin: url });
    const { headers, body } = await logIn(password, page);
    plant('access token of a page', body.accessToken);
    const cookies = headers.getSetCookie().map(cookie => cookie.split(';', 1)[0] as string);
    for (const cookie of cookies) plant(`cookie ${cookie.split('=')[0]}`, cookie.split('=')[1] as string);
    await post('/api/auth/refresh', {}, page.with({ cookie: cookies.join('; ') }));
    await post('/api/auth/refresh', {}, api.with({ origin: 'https://evil.example', cookie: cookies.join('; ') }));
    await post('/api/auth/logout', undefined, session);
    await ask(session, 'GET', '/api/me');
  }

  async function forgetThePassword(): Promise<void> {
    await post('/api/auth/password/forgot', { email, captchaToken: captchaFor('reset') });
    const token = plant('reset link', tokenIn(await mailTo(email, 'Set a new password')));
    await post('/api/auth/password/reset', { token, password: 'password123' });
    await post('/api/auth/password/reset', { token, password: plant('second password', unique('second password')) });
    await post('/api/auth/password/reset', { token, password: plant('third password', unique('third password')) });
  }

  const secondPassword = () => planted.get('second password') as string;

  async function useASecondFactor(): Promise<void> {
    const session = keep('login', await logIn(secondPassword()));
    const { body: enrollment } = await post('/api/auth/mfa/enroll', { password: secondPassword() }, session);
    const app = new TOTP({ secret: Secret.fromBase32(plant('authenticator secret', enrollment.secret)) });
    const { body: confirmed } = await post('/api/auth/mfa/verify', { code: app.generate() }, session);
    for (const code of confirmed.recoveryCodes) plant('recovery code', code);
    const nextCode = app.generate({ timestamp: Date.now() + STEP_MS });
    for (const code of [nextCode, confirmed.recoveryCodes[0], 'a-wrong-code']) {
      const ticket = plant('ticket', (await logIn(secondPassword())).body.ticket);
      keep('second factor', await post('/api/auth/login/mfa', { ticket, code }));
    }
    await post('/api/auth/login/mfa', { ticket: plant('wrong ticket', unique('ticket')), code: '123456' });
    await post('/api/auth/mfa/disable', { password: secondPassword() }, session);
  }

  async function useAnApiKey(): Promise<void> {
    const session = keep('another login', await logIn(secondPassword()));
    const wish = { name: 'Export', scopes: ['account:read'], password: secondPassword() };
    const { body } = await post('/api/api-keys', wish, session);
    const accessToken = plant('API key', body.key);
    await ask(api.as({ accessToken }), 'GET', '/api/me');
    await post('/api/courses/purchase', {}, api.as({ accessToken }));
    await ask(api.as({ accessToken: plant('wrong API key', `azora_${'k'.repeat(43)}`) }), 'GET', '/api/me');
    await ask(session, 'GET', `/api/payments/history?token=${plant('token in a query', unique('query'))}`);
    await ask(api, 'GET', `/api/auth/oauth/nobody/callback?code=${plant('code of a provider', unique('code'))}`);
  }

  async function payAndMistype(): Promise<void> {
    const session = keep('third login', await logIn(secondPassword())).once();
    const { id: courseId } = await aPublishedCourse(await anInstructor(azora));
    const pay = (paymentMethod: string) => post('/api/courses/purchase', { courseId, paymentMethod }, session.once());
    await pay(CARD);
    await pay('pm_card_chargeDeclined');
    const bought = await pay('pm_card_visa');
    await post('/api/payments/process', { purpose: CARD, reference: CARD, paymentMethod: CARD }, session);
    await post('/api/auth/password/change', { currentPassword: 1, newPassword: [secondPassword()] }, session);
    await post('/api/auth/login', { email, password: { typed: secondPassword() } });
    await post('/api/auth/login', { email: secondPassword(), password: CARD, name: 'Ada' });
    const json = api.with({ 'content-type': 'application/json' });
    problems.push((await json.post('/api/auth/login', `{"password":"${secondPassword()}`)).body);
    expect(bought.status).toBe(201);
    await mailTo(email, /receipt/);
  }

  /** What is logged of a bug is all that is known of it, so that is where a secret would be. */
  async function meetABug(): Promise<void> {
    await rowsOf(azora, 'alter table identity.refresh_tokens rename to lost');
    const { status, body } = await logIn(secondPassword());
    await post('/api/auth/refresh', { refreshToken: planted.get('refreshToken of third login') });
    await rowsOf(azora, 'alter table identity.lost rename to refresh_tokens');
    expect({ status, code: body.code }).toEqual({ status: 500, code: 'internal_error' });
  }

  it('is one of very many that were', () => {
    expect(planted.size).toBeGreaterThan(50);
    for (const [name, secret] of planted) expect({ name, isLong: secret.length >= 10 }).toEqual({ name, isLong: true });
  });

  it('is not in the log, not even of a process that tells all, or of a bug', () => {
    expect(built.output).toContain('/api/auth/login');
    expect(built.output).toContain('refresh_tokens');
    expect(foundIn(built.output)).toEqual([]);
  });

  it('is not in the metrics', () => {
    expect(metrics).toContain('/api/auth/login');
    expect(foundIn(metrics)).toEqual([]);
  });

  it('is not in any refusal', () => {
    const codes = problems.map(problem => (problem as { code?: string }).code);
    for (const code of ['wrong_credentials', 'link_invalid', 'wrong_code', 'payment_declined', 'invalid_input'])
      expect(codes).toContain(code);
    expect(foundIn(JSON.stringify(problems))).toEqual([]);
  });

  it('is in nothing that Redis was ever told', () => {
    expect(toldToRedis.join('\n')).toContain('sign-in:');
    expect(foundIn(toldToRedis.join('\n'))).toEqual([]);
  });

  it('is in no row of any table', async () => {
    const tables = await tablesOf(azora);
    const rows = await Promise.all(
      tables.map(table => rowsOf<{ row: string }>(azora, `select t::text as row from ${table} t`)),
    );
    const everything = rows
      .flat()
      .map(({ row }) => row)
      .join('\n');
    expect(everything).toContain(email);
    expect(foundIn(everything)).toEqual([]);
  });
});

function plant(name: string, secret: string): string {
  planted.set(planted.has(name) ? `${name} ${planted.size}` : name, secret);
  return secret;
}

/** The names of the secrets that are there, in the clear or in an encoding that anybody can undo. */
function foundIn(text: string): string[] {
  return [...planted].filter(([, secret]) => formsOf(secret).some(form => text.includes(form))).map(([name]) => name);
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const decoded = Buffer.from(secret, 'base64url').toString('hex');
  const encoded = (['hex', 'base64', 'base64url'] as const).map(encoding =>
    bytes.toString(encoding).replace(/=+$/, ''),
  );
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll(/[\s-]/g, ''),
    decoded,
    ...encoded,
  ];
}
