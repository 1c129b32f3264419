import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
  type UserInfoResponse,
} from 'openid-client';
import type { SignInSecrets } from '../domain/identity-providers.ts';
import { IdentityProviderUnavailable } from '../domain/sign-in.errors.ts';
import { fetchFromProvider, TIMEOUT_SECONDS } from './fetch-from-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Claims } from './proven-identity.ts';

/** Any provider that describes itself at `<issuer>/.well-known/openid-configuration`. */
export class OpenIdConnectProvider implements IdentityProvider {
  private readonly issuer: URL;
  private discovered: Promise<Configuration> | undefined;

  constructor(
    issuer: string,
    private readonly clientId: string,
    private readonly clientSecret: string,
  ) {
    this.issuer = new URL(issuer);
  }

  /** Discovered when first needed, and again after a failure: a provider that is away keeps nothing from starting. */
  configuration(): Promise<Configuration> {
    this.discovered ??= this.discover().catch(({ message, cause }: Error) => {
      this.discovered = undefined;
      throw cause instanceof IdentityProviderUnavailable ? cause : new IdentityProviderUnavailable(message);
    });
    return this.discovered;
  }

  question({ nonce }: SignInSecrets): Record<string, string> {
    return { scope: 'openid email profile', nonce };
  }

  async answer(callback: URL, { state, nonce, codeVerifier }: SignInSecrets): Promise<Claims> {
    const configuration = await this.configuration();
    const tokens = await authorizationCodeGrant(configuration, callback, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
    });
    // With an expected nonce there is no answer without an ID token.
    const proof = tokens.claims() as IDToken;
    const { sub, email, email_verified, name } = await withAddress(configuration, proof, tokens.access_token);
    return { subject: sub, email, emailVerified: email_verified, name };
  }

  private async discover(): Promise<Configuration> {
    const execute = [enableNonRepudiationChecks];
    // An issuer in plain text is for a local provider: production does not start with one.
    if (this.issuer.protocol === 'http:') execute.push(allowInsecureRequests);
    const configuration = await discovery(this.issuer, this.clientId, undefined, this.clientAuth(), {
      timeout: TIMEOUT_SECONDS,
      execute,
      [customFetch]: fetchFromProvider,
    });
    // A description that leads nowhere is a failure to find out now, not a surprise for whoever signs in.
    buildAuthorizationUrl(configuration, {});
    return configuration;
  }

  /** In the header, as the standard has it unless the provider says otherwise. */
  private clientAuth(): ClientAuth {
    const [inBody, inHeader] = [ClientSecretPost(this.clientSecret), ClientSecretBasic(this.clientSecret)];
    return (server, ...request) => {
      const takesBody = server.token_endpoint_auth_methods_supported?.includes('client_secret_post');
      return (takesBody ? inBody : inHeader)(server, ...request);
    };
  }
}

/** Some providers keep the address out of the ID token, and tell it only when they are asked with the access token. */
async function withAddress(
  configuration: Configuration,
  proof: IDToken,
  accessToken: string,
): Promise<IDToken | UserInfoResponse> {
  if (proof.email !== undefined || !configuration.serverMetadata().userinfo_endpoint) return proof;
  return fetchUserInfo(configuration, accessToken, proof.sub);
}
