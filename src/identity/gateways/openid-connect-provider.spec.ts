import { Logger } from '@nestjs/common';
import { generateKeyPair, type JWTPayload } from 'jose';
import type { ProvenIdentity } from '../domain/identity-providers.ts';
import { CLIENT, Forger, type Reply } from '../testing/forger.ts';
import { openIdProviders } from '../testing/openid-providers.ts';
import type { OpenIdProviders } from './openid-providers.ts';

const DISCOVERY = '/.well-known/openid-configuration';
const FAILED = { code: 'sign_in_failed' };
const UNAVAILABLE = { code: 'identity_provider_unavailable' };

describe('An OpenID provider', () => {
  let forger: Forger;
  let providers: OpenIdProviders;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    forger = await Forger.start();
  });

  beforeEach(async () => {
    await forger.behave();
    providers = providersAnew();
  });

  afterAll(() => forger.stop());

  const providersAnew = () => openIdProviders({ acme: { issuer: forger.url, ...CLIENT } });

  /** @param proof of what the provider says, given the nonce that was asked with */
  async function signIn(proof: (nonce: string) => Promise<string> | string | undefined): Promise<ProvenIdentity> {
    const { secrets } = await providers.begin('acme');
    forger.tradesFor(await proof(secrets.nonce));
    return providers.complete('acme', new URLSearchParams({ code: 'code', state: secrets.state }), secrets);
  }

  const signInWith = (changes: JWTPayload) => signIn(nonce => forger.idToken({ nonce, ...changes }));

  it('is believed when it signs what it says', async () => {
    expect(await signInWith({})).toEqual({
      provider: 'acme',
      subject: 'ada-1815',
      email: 'ada@example.org',
      emailVerified: true,
      name: 'Ada Lovelace',
    });
  });

  it('hears our secret in the header unless it takes it in the body', async () => {
    const { clientId, clientSecret } = CLIENT;
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    await signInWith({});
    expect(forger.heard.findLast(({ path }) => path === '/token')).toMatchObject({ authorization: basic });

    const description = { ...forger.description, token_endpoint_auth_methods_supported: ['client_secret_post'] };
    forger.replies.set(DISCOVERY, { body: description });
    providers = providersAnew();
    await signInWith({});
    const { authorization, body } = forger.heard.findLast(({ path }) => path === '/token') ?? {};
    expect([authorization, body?.get('client_secret')]).toEqual([undefined, clientSecret]);
  });

  describe('is not believed when its proof', () => {
    it.each<[string, JWTPayload]>([
      ['has expired', { exp: 1_700_000_000 }],
      ['has no end', { exp: undefined }],
      ['is for another audience', { aud: 'elsewhere' }],
      ['is for another party of several', { aud: [CLIENT.clientId, 'elsewhere'], azp: 'elsewhere' }],
      ['is of another issuer', { iss: 'https://accounts.google.com' }],
      ['is for another question', { nonce: 'another' }],
      ['is for no question', { nonce: undefined }],
      ['is about nobody', { sub: undefined }],
      ['is about nobody in particular', { sub: '' }],
      ['is about a subject too long to keep', { sub: 'x'.repeat(256) }],
      ['is about a subject that can not be kept', { sub: 'ada\u0000' }],
      ['has no address', { email: undefined }],
      ['has an address that is none', { email: 'ada@localhost' }],
      ['has an address too long to keep', { email: `${'x'.repeat(250)}@example.org` }],
      ['has a list of addresses', { email: ['ada@example.org'] }],
    ])('%s', async (_, changes) => {
      await expect(signInWith(changes)).rejects.toMatchObject(FAILED);
    });

    it('is not signed', async () => {
      await expect(signIn(nonce => forger.unsignedIdToken({ nonce }))).rejects.toMatchObject(FAILED);
    });

    it('is signed with another key of the same name', async () => {
      const { privateKey } = await generateKeyPair('RS256');
      await expect(signIn(nonce => forger.idToken({ nonce }, privateKey))).rejects.toMatchObject(FAILED);
    });

    it('is signed with a secret instead of a key, even where the provider allows that', async () => {
      const id_token_signing_alg_values_supported = ['RS256', 'HS256'];
      forger.replies.set(DISCOVERY, { body: { ...forger.description, id_token_signing_alg_values_supported } });
      const secret = new TextEncoder().encode(CLIENT.clientSecret);
      await expect(signIn(nonce => forger.idToken({ nonce }, secret, 'HS256'))).rejects.toMatchObject(FAILED);
    });

    it('was changed after it was signed', async () => {
      const forged = signIn(async nonce => {
        const [header, , signature] = (await forger.idToken({ nonce })).split('.');
        const [, payload] = (await forger.idToken({ nonce, sub: 'eve' })).split('.');
        return [header, payload, signature].join('.');
      });
      await expect(forged).rejects.toMatchObject(FAILED);
    });

    it.each([undefined, '', 'garbage', 'a.b.c', 'a.b.c.d.e'])('is %j', async proof => {
      await expect(signIn(() => proof)).rejects.toMatchObject(FAILED);
    });
  });

  it.each([false, undefined, null, 'true', 1])('has not verified an address when it says %j', async email_verified => {
    expect(await signInWith({ email_verified })).toMatchObject({ email: 'ada@example.org', emailVerified: false });
  });

  it.each<[string, unknown, string]>([
    ['trimmed', '  Ada 🙂 ', 'Ada 🙂'],
    ['as it is, up to 100 characters', 'x'.repeat(100), 'x'.repeat(100)],
    ['after the address when it is longer', 'x'.repeat(101), 'ada'],
    ['after the address when it is blank', '   ', 'ada'],
    ['after the address when it is missing', undefined, 'ada'],
    ['after the address when it can not be stored', 'Ada\u0000', 'ada'],
    ['after the address when it is no text', { first: 'Ada' }, 'ada'],
  ])('names somebody %s', async (_, name, expected) => {
    expect((await signInWith({ name })).name).toBe(expected);
  });

  describe('that keeps the address out of its proof', () => {
    beforeEach(() => {
      const description = { ...forger.description, userinfo_endpoint: `${forger.url}/userinfo` };
      forger.replies.set(DISCOVERY, { body: description });
    });

    const withoutAddress = { email: undefined, email_verified: undefined, name: undefined };
    const toldOf = (sub: string) =>
      forger.replies.set('/userinfo', { body: { sub, email: 'ada@home.test', email_verified: true, name: 'Ada' } });

    it('is asked for it with the access token', async () => {
      toldOf('ada-1815');
      expect(await signInWith(withoutAddress)).toMatchObject({ email: 'ada@home.test', name: 'Ada' });
      expect(forger.heard.at(-1)).toMatchObject({ path: '/userinfo', authorization: 'Bearer access' });
    });

    it('is not believed when it tells of somebody else', async () => {
      toldOf('eve');
      await expect(signInWith(withoutAddress)).rejects.toMatchObject(FAILED);
    });

    it('is not asked for what its proof has told', async () => {
      toldOf('ada-1815');
      expect(await signInWith({})).toMatchObject({ email: 'ada@example.org' });
    });
  });

  describe('is unavailable, and no worse for it afterwards,', () => {
    const failures: [string, () => Reply][] = [
      ['fails', () => ({ status: 500, body: { error: 'invalid_grant' } })],
      ['is overloaded', () => ({ status: 429, body: { error: 'slow_down' } })],
      ['breaks off', () => 'hang-up'],
    ];

    it.each<[string, () => Reply]>([
      ...failures,
      ['is not found', () => ({ status: 404, body: 'Not found' })],
      ['is a page', () => ({ body: '<html>' })],
      ['is of another issuer', () => ({ body: { ...forger.description, issuer: 'https://accounts.google.com' } })],
      ['leads nowhere', () => ({ body: { issuer: forger.url } })],
      [
        'leads to no web page',
        () => ({ body: { ...forger.description, authorization_endpoint: 'javascript:alert()' } }),
      ],
    ])('when its description %s', async (_, reply) => {
      forger.replies.set(DISCOVERY, reply());
      await expect(providers.begin('acme')).rejects.toMatchObject(UNAVAILABLE);
      await forger.behave();
      expect(await signInWith({})).toMatchObject({ subject: 'ada-1815' });
    });

    it.each(failures)('when it %s as it trades a code', async (_, reply) => {
      const { secrets } = await providers.begin('acme');
      forger.replies.set('/token', reply());
      const callback = new URLSearchParams({ code: 'code', state: secrets.state });
      await expect(providers.complete('acme', callback, secrets)).rejects.toMatchObject(UNAVAILABLE);
      expect(await signInWith({})).toMatchObject({ subject: 'ada-1815' });
    });

    it.each(failures)('when it %s as it shows its keys', async (_, reply) => {
      forger.replies.set('/keys', reply());
      await expect(signInWith({})).rejects.toMatchObject(UNAVAILABLE);
      await forger.behave();
      expect(await signInWith({})).toMatchObject({ subject: 'ada-1815' });
    });

    it('when it has not answered after ten seconds', async () => {
      forger.replies.set(DISCOVERY, 'silence');
      await expect(providers.begin('acme')).rejects.toMatchObject(UNAVAILABLE);
      await forger.behave();
      expect(await signInWith({})).toMatchObject({ subject: 'ada-1815' });
    }, 15_000);
  });

  it('is asked for its description once, by however many at the same time', async () => {
    forger.heard.length = 0;
    await Promise.all(Array.from({ length: 8 }, () => providers.begin('acme')));
    await providers.begin('acme');
    expect(forger.heard.filter(({ path }) => path === DISCOVERY)).toHaveLength(1);
  });
});
