import { Logger } from '@nestjs/common';
import { CLIENT, Forger, type Reply } from '../testing/forger.ts';
import { openIdProviders } from '../testing/openid-providers.ts';

const UNAVAILABLE = { code: 'identity_provider_unavailable' };

describe('GitHub', () => {
  let forger: Forger;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    forger = await Forger.start();
  });

  beforeEach(() => {
    says('/login/oauth/access_token', { access_token: 'gho_ada', token_type: 'bearer', scope: 'read:user,user:email' });
    says('/user', { id: 1815, login: 'ada', name: 'Ada Lovelace', email: 'public@example.org' });
    says('/user/emails', [address('ada@example.org', true, true)]);
  });

  afterAll(() => forger.stop());

  const says = (path: string, body: unknown) => forger.replies.set(path, { body });
  const address = (email: string, primary: boolean, verified: boolean) => ({ email, primary, verified });

  async function signIn() {
    const providers = openIdProviders({ github: { issuer: `${forger.url}/`, ...CLIENT } });
    const { secrets } = await providers.begin('github');
    return providers.complete('github', new URLSearchParams({ code: 'code', state: secrets.state }), secrets);
  }

  it('knows a person by a number, and vouches for the first of the addresses, not the public one', async () => {
    const others = [address('old@example.org', false, true), address('new@example.org', false, false)];
    says('/user/emails', [...others, address('ada@example.org', true, true)]);
    expect(await signIn()).toEqual({
      provider: 'github',
      subject: '1815',
      email: 'ada@example.org',
      emailVerified: true,
      name: 'Ada Lovelace',
    });
  });

  it('hears the code with its verifier, and is asked with the token it gave', async () => {
    await signIn();
    const [trade, ...questions] = forger.heard.slice(-3);
    expect(Object.fromEntries(trade?.body ?? [])).toMatchObject({
      code: 'code',
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      client_secret: CLIENT.clientSecret,
    });
    expect(questions.map(({ authorization }) => authorization)).toEqual(['Bearer gho_ada', 'Bearer gho_ada']);
  });

  it('names somebody after the address who has given no name', async () => {
    says('/user', { id: 1815, name: null });
    expect(await signIn()).toMatchObject({ name: 'ada' });
  });

  it.each([
    ['there is no address', []],
    [
      'the first address is not verified',
      [address('ada@example.org', true, false), address('b@example.org', false, true)],
    ],
    ['the first address is none', [address('admin@localhost', true, true)]],
  ])('signs nobody in when %s', async (_, known) => {
    says('/user/emails', known);
    await expect(signIn()).rejects.toMatchObject({ code: 'sign_in_failed', details: { reason: 'invalid_email' } });
  });

  it('says no with status 200', async () => {
    says('/login/oauth/access_token', { error: 'unverified_user_email', error_description: 'Verify it.' });
    await expect(signIn()).rejects.toMatchObject({
      code: 'sign_in_failed',
      details: { reason: 'unverified_user_email' },
    });
  });

  it.each(
    ['/login/oauth/access_token', '/user', '/user/emails'].flatMap(path => [
      [path, 'fails', { status: 502, body: '<html>' } as Reply],
      [path, 'breaks off', 'hang-up' as Reply],
    ]),
  )('is unavailable when %s %s', async (path, _, reply) => {
    forger.replies.set(path as string, reply as Reply);
    await expect(signIn()).rejects.toMatchObject(UNAVAILABLE);
  });

  it.each<[string, Reply]>([
    ['refuses', { status: 403, body: { message: 'API rate limit exceeded' } }],
    ['does not take the token', { status: 401, body: { message: 'Bad credentials' } }],
    ['is a page', { body: '<html>' }],
    ['tells of nobody', { body: {} }],
  ])('is unavailable when its API %s', async (_, reply) => {
    forger.replies.set('/user', reply);
    await expect(signIn()).rejects.toMatchObject(UNAVAILABLE);
  });
});
