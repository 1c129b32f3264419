import { Injectable, Logger } from '@nestjs/common';
import {
  AuthorizationResponseError,
  buildAuthorizationUrl,
  ClientError,
  calculatePKCECodeChallenge,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { Environment } from '../../config/environment.ts';
import {
  IdentityProviders,
  type PendingSignIn,
  type ProvenIdentity,
  type SignInSecrets,
} from '../domain/identity-providers.ts';
import { IdentityProviderUnavailable, SignInFailed, UnknownIdentityProvider } from '../domain/sign-in.errors.ts';
import { GitHubProvider } from './github-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { OpenIdConnectProvider } from './openid-connect-provider.ts';
import { provenIdentity } from './proven-identity.ts';

const GOOGLE = 'https://accounts.google.com';

/** Refusals that are about this installation, and no visitor can do anything about. */
const MISCONFIGURED = [
  'invalid_client',
  'unauthorized_client',
  'incorrect_client_credentials',
  'redirect_uri_mismatch',
];

@Injectable()
export class OpenIdProviders extends IdentityProviders {
  override readonly names: readonly string[];
  private readonly logger = new Logger(OpenIdProviders.name);
  private readonly providers: ReadonlyMap<string, IdentityProvider>;
  private readonly publicUrl: string;

  constructor({ OPENID_PROVIDERS, PUBLIC_URL }: Environment) {
    super();
    this.providers = new Map(
      Object.entries(OPENID_PROVIDERS).map(([name, settings]) => [name, providerOf(name, settings)]),
    );
    this.names = [...this.providers.keys()];
    this.publicUrl = PUBLIC_URL.replace(/\/$/, '');
  }

  override begin(provider: string): Promise<PendingSignIn> {
    return this.named(provider, async asked => {
      const secrets = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
      const redirectTo = buildAuthorizationUrl(await asked.configuration(), {
        ...asked.question(secrets),
        redirect_uri: this.callbackOf(provider).href,
        state: secrets.state,
        code_challenge: await calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { redirectTo: redirectTo.href, secrets };
    });
  }

  override complete(provider: string, callback: URLSearchParams, secrets: SignInSecrets): Promise<ProvenIdentity> {
    return this.named(provider, async asked => {
      const url = this.callbackOf(provider);
      url.search = callback.toString();
      return provenIdentity(provider, await asked.answer(url, secrets));
    });
  }

  private async named<T>(name: string, work: (provider: IdentityProvider) => Promise<T>): Promise<T> {
    const provider = this.providers.get(name);
    if (!provider) throw new UnknownIdentityProvider();
    try {
      return await work(provider);
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal instanceof IdentityProviderUnavailable) this.logger.warn(`${name}: ${refusal.cause}`);
      throw refusal;
    }
  }

  private callbackOf(provider: string): URL {
    return new URL(`${this.publicUrl}/api/auth/oauth/${provider}/callback`);
  }
}

/** The environment lets only Google and GitHub go without an issuer. */
function providerOf(
  name: string,
  { issuer, clientId, clientSecret }: Environment['OPENID_PROVIDERS'][string],
): IdentityProvider {
  if (name === 'github') return new GitHubProvider(issuer, clientId, clientSecret);
  return new OpenIdConnectProvider(issuer ?? GOOGLE, clientId, clientSecret);
}

/** What an error of the library says in our words; an error that is nobody's answer stays what it is. */
function refusalIn(error: unknown): unknown {
  if (error instanceof AuthorizationResponseError) return new SignInFailed(codeIn(error.error));
  if (error instanceof WWWAuthenticateChallengeError) return new IdentityProviderUnavailable(error.message);
  if (error instanceof ResponseBodyError)
    return MISCONFIGURED.includes(error.error)
      ? new IdentityProviderUnavailable(error.error)
      : new SignInFailed(codeIn(error.error));
  if (!(error instanceof ClientError)) return error;
  return error.cause instanceof IdentityProviderUnavailable ? error.cause : new SignInFailed('invalid_response');
}

/** A code comes back through the browser, so it may be anything. */
function codeIn(text: string): string {
  return /^[a-z_]{1,50}$/.test(text) ? text : 'invalid_response';
}
