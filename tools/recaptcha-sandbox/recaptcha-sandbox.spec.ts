import { type RecaptchaSandbox, startRecaptchaSandbox } from './recaptcha-sandbox.ts';

const SECRET = 'sandbox-secret';
const NOW = new Date('2030-01-01T00:00:00.750Z');

describe('The reCAPTCHA sandbox', () => {
  let sandbox: RecaptchaSandbox;

  beforeEach(async () => {
    sandbox = await startRecaptchaSandbox({ secret: SECRET, hostname: 'app.example.org', now: () => NOW });
  });

  afterEach(() => sandbox.close());

  it('tells what the browser saw, as Google writes it', async () => {
    expect(await verify({ response: sandbox.token({ action: 'login' }) })).toEqual({
      success: true,
      challenge_ts: '2030-01-01T00:00:00Z',
      hostname: 'app.example.org',
      score: 0.9,
      action: 'login',
    });
  });

  it('makes tokens of any score, host and age', async () => {
    const visit = { action: 'signup', score: 0.1, hostname: 'elsewhere.example' };
    expect(await verify({ response: sandbox.token({ ...visit, ageSeconds: 60 }) })).toEqual({
      ...visit,
      success: true,
      challenge_ts: '2029-12-31T23:59:00Z',
    });
  });

  it('makes tokens over HTTP too', async () => {
    const response = await (await fetch(new URL('/token?action=reset&score=0.2', sandbox.url))).text();
    expect(await verify({ response })).toMatchObject({ success: true, action: 'reset', score: 0.2 });
    expect((await fetch(new URL('/token', sandbox.url))).status).toBe(404);
  });

  it('counts a token once', async () => {
    const response = sandbox.token({ action: 'login' });
    await verify({ response });
    expect(await verify({ response })).toEqual({ success: false, 'error-codes': ['timeout-or-duplicate'] });
  });

  it('counts a token for two minutes', async () => {
    expect(await verify({ response: sandbox.token({ action: 'login', ageSeconds: 120 }) })).toMatchObject({
      success: true,
    });
    expect(await verify({ response: sandbox.token({ action: 'login', ageSeconds: 121 }) })).toEqual({
      success: false,
      'error-codes': ['timeout-or-duplicate'],
    });
  });

  it.each([
    [{ response: 'made-up' }, 'invalid-input-response'],
    [{ response: '' }, 'missing-input-response'],
    [{ secret: 'another' }, 'invalid-input-secret'],
    [{ secret: '' }, 'missing-input-secret'],
  ])('answers %j with %s', async (fields, code) => {
    expect(await verify(fields)).toEqual({ success: false, 'error-codes': [code] });
  });

  it('leaves a token whole when the secret is wrong', async () => {
    const response = sandbox.token({ action: 'login' });
    await verify({ response, secret: 'another' });
    expect(await verify({ response })).toMatchObject({ success: true });
  });

  it('fails as it is told to, until it is told to stop', async () => {
    sandbox.fail('error');
    expect((await send({})).status).toBe(500);
    sandbox.fail('garbage');
    await expect(verify({})).rejects.toThrow('not valid JSON');
    sandbox.fail('timeout');
    await expect(send({}, AbortSignal.timeout(100))).rejects.toThrow('timeout');
    sandbox.fail(undefined);
    expect((await send({})).status).toBe(200);
  });

  function send(fields: Record<string, string>, signal?: AbortSignal): Promise<Response> {
    const body = new URLSearchParams({ secret: SECRET, ...fields });
    return fetch(sandbox.url, { method: 'POST', body, ...(signal && { signal }) });
  }

  async function verify(fields: Record<string, string>): Promise<unknown> {
    return (await send(fields)).json();
  }
});
