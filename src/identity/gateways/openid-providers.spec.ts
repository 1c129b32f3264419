import { Logger } from '@nestjs/common';
import { eventually } from '../../../test/support/eventually.ts';
import { consent, type LocalProviders, startLocalProviders } from '../../../test/support/identity-providers.ts';
import type { SignInSecrets } from '../domain/identity-providers.ts';
import { openIdProviders } from '../testing/openid-providers.ts';
import type { OpenIdProviders } from './openid-providers.ts';

const BOTH = ['google', 'github'] as const;
const ADA = 'ada@example.org';
const UNAVAILABLE = { code: 'identity_provider_unavailable', details: { retryAfter: 30 } };

describe('Sign-in through Google and GitHub', () => {
  const warnings: string[] = [];
  let local: LocalProviders;
  let providers: OpenIdProviders;

  beforeAll(async () => {
    Logger.overrideLogger({ log: () => {}, error: () => {}, warn: message => warnings.push(String(message)) });
    local = await startLocalProviders();
    providers = openIdProviders(local.OPENID_PROVIDERS);
  });

  afterAll(() => local.stop());

  /** As far as the provider's answer, which is not looked at yet. */
  async function consented(provider: string, email = ADA) {
    const pending = await providers.begin(provider);
    const { searchParams: callback } = await consent(pending.redirectTo, email);
    return { ...pending, callback };
  }

  async function signIn(provider: string, email = ADA) {
    const { callback, secrets } = await consented(provider, email);
    return providers.complete(provider, callback, secrets);
  }

  /** The log says what nobody can see from outside. */
  async function whileAway(provider: (typeof BOTH)[number], work: () => Promise<void>): Promise<void> {
    warnings.length = 0;
    await local[provider].stop();
    try {
      await work();
    } finally {
      await local[provider].start();
    }
    expect(warnings).toEqual([
      expect.stringMatching(`^${provider}: ${local[provider].url}/.+: (ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)$`),
    ]);
  }

  it('is offered by the providers that are configured, and no others', async () => {
    expect(providers.names).toEqual(BOTH);
    expect(openIdProviders('{}').names).toEqual([]);
    const { secrets } = await providers.begin('google');
    for (const unknown of ['acme', '', 'Google', '__proto__', 'constructor']) {
      await expect(providers.begin(unknown)).rejects.toMatchObject({ code: 'unknown_identity_provider' });
      await expect(providers.complete(unknown, new URLSearchParams(), secrets)).rejects.toMatchObject({
        code: 'unknown_identity_provider',
      });
    }
  });

  describe.each(BOTH)('at %s', provider => {
    it('proves who somebody is, and that it is the same person the next time', async () => {
      const first = await signIn(provider);
      expect(first).toEqual({
        provider,
        subject: expect.stringMatching(/^\S{1,255}$/),
        email: ADA,
        emailVerified: true,
        name: 'Ada Lovelace',
      });
      expect(await signIn(provider)).toEqual(first);
      expect((await signIn(provider, 'grace@example.org')).subject).not.toBe(first.subject);
    });

    it('asks with a challenge and a state that are new each time, and never tells the verifier', async () => {
      const [one, other] = [await providers.begin(provider), await providers.begin(provider)];
      const { searchParams } = new URL(one.redirectTo);
      expect(Object.fromEntries(searchParams)).toMatchObject({
        response_type: 'code',
        client_id: 'azora-local',
        redirect_uri: `http://127.0.0.1:3000/api/auth/oauth/${provider}/callback`,
        state: one.secrets.state,
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge_method: 'S256',
      });
      expect(one.redirectTo).not.toContain(one.secrets.codeVerifier);
      const secrets = [one, other].flatMap(({ secrets }) => Object.values(secrets));
      expect(new Set(secrets).size).toBe(6);
    });

    it('is sent back to PUBLIC_URL, however it is written', async () => {
      const { redirectTo } = await openIdProviders(local.OPENID_PROVIDERS, 'https://azora.test/').begin(provider);
      expect(new URL(redirectTo).searchParams.get('redirect_uri')).toBe(
        `https://azora.test/api/auth/oauth/${provider}/callback`,
      );
    });

    it.each<[string, (callback: URLSearchParams) => void, string]>([
      ['has another state', callback => callback.set('state', 'another'), 'invalid_response'],
      ['has no state', callback => callback.delete('state'), 'invalid_response'],
      ['has its state twice', callback => callback.append('state', callback.get('state') ?? ''), 'invalid_response'],
      ['has no code', callback => callback.delete('code'), 'invalid_response'],
      ['brings an ID token of its own', callback => callback.set('id_token', 'a.b.c'), 'invalid_response'],
      ['names another issuer', callback => callback.set('iss', 'https://evil.test'), 'invalid_response'],
      ['says that the person declined', callback => callback.set('error', 'access_denied'), 'access_denied'],
      ['refuses in words that are no code', callback => callback.set('error', '<b>No</b>'), 'invalid_response'],
    ])('fails when the answer %s', async (_, change, reason) => {
      const { callback, secrets } = await consented(provider);
      change(callback);
      await expect(providers.complete(provider, callback, secrets)).rejects.toMatchObject({
        code: 'sign_in_failed',
        details: { reason },
      });
    });

    it('fails when there is nothing in the answer at all', async () => {
      const { secrets } = await providers.begin(provider);
      const nothing = providers.complete(provider, new URLSearchParams(), secrets);
      await expect(nothing).rejects.toMatchObject({ code: 'sign_in_failed' });
    });

    it('takes a code once, and no code that is made up', async () => {
      const { callback, secrets } = await consented(provider);
      await providers.complete(provider, callback, secrets);
      const reason = { google: 'invalid_grant', github: 'bad_verification_code' }[provider];
      for (const code of [callback.get('code') ?? '', 'made-up', '\u0000', 'x'.repeat(5_000)]) {
        callback.set('code', code);
        await expect(providers.complete(provider, callback, secrets)).rejects.toMatchObject({
          code: 'sign_in_failed',
          details: { reason },
        });
      }
    });

    it('takes no answer to the question of another browser', async () => {
      const { callback } = await consented(provider);
      const { secrets } = await providers.begin(provider);
      await expect(providers.complete(provider, callback, secrets)).rejects.toMatchObject({ code: 'sign_in_failed' });
    });

    it('takes the issuer that the provider names in its answer', async () => {
      const { callback, secrets } = await consented(provider);
      callback.set('iss', { google: local.google.url, github: `${local.github.url}/login/oauth` }[provider]);
      await expect(providers.complete(provider, callback, secrets)).resolves.toMatchObject({ email: ADA });
    });

    it('is put off while the provider is away, and goes on when it is back', async () => {
      const { callback, secrets } = await consented(provider);
      await whileAway(provider, async () => {
        await expect(providers.complete(provider, callback, secrets)).rejects.toMatchObject(UNAVAILABLE);
      });
      expect(await eventually(() => signIn(provider))).toMatchObject({ email: ADA });
    });

    it('is put off when the provider does not know us, which the log explains without the secret', async () => {
      const settings = JSON.parse(local.OPENID_PROVIDERS);
      settings[provider].clientSecret = 'a-secret-that-was-replaced';
      const { callback, secrets } = await consented(provider);
      warnings.length = 0;
      await expect(openIdProviders(settings).complete(provider, callback, secrets)).rejects.toMatchObject(UNAVAILABLE);
      const reason = { google: 'invalid_client', github: 'incorrect_client_credentials' }[provider];
      expect(warnings).toEqual([`${provider}: ${reason}`]);
    });
  });

  describe('at google alone', () => {
    it('is put off when the provider is away before it was ever asked, and goes on when it is back', async () => {
      providers = openIdProviders(local.OPENID_PROVIDERS);
      await whileAway('google', async () => {
        await expect(providers.begin('google')).rejects.toMatchObject(UNAVAILABLE);
      });
      expect(await eventually(() => signIn('google'))).toMatchObject({ email: ADA });
    });

    it('fails when the proof is not for this question', async () => {
      const { callback, secrets } = await consented('google');
      const elsewhere = { ...secrets, nonce: 'another' };
      await expect(providers.complete('google', callback, elsewhere)).rejects.toMatchObject({ code: 'sign_in_failed' });
    });

    it('fails without the verifier of the challenge', async () => {
      const { callback, secrets } = await consented('google');
      const stolen: SignInSecrets = { ...secrets, codeVerifier: 'x'.repeat(43) };
      await expect(providers.complete('google', callback, stolen)).rejects.toMatchObject({
        details: { reason: 'invalid_grant' },
      });
    });

    it('tells an address that nobody has verified', async () => {
      expect(await signIn('google', 'eve@example.org')).toMatchObject({ name: 'Eve', emailVerified: false });
    });
  });

  it('asks GitHub for the profile and the addresses, and Google for an ID token', async () => {
    const asked = async (provider: string) => new URL((await providers.begin(provider)).redirectTo).searchParams;
    const [google, github] = [await asked('google'), await asked('github')];
    expect([google.get('scope'), google.has('nonce')]).toEqual(['openid email profile', true]);
    expect([github.get('scope'), github.has('nonce')]).toEqual(['read:user user:email', false]);
  });
});
