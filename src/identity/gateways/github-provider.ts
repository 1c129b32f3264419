import {
  allowInsecureRequests,
  authorizationCodeGrant,
  Configuration,
  type CustomFetch,
  customFetch,
  fetchProtectedResource,
} from 'openid-client';
import { z } from 'zod';
import type { SignInSecrets } from '../domain/identity-providers.ts';
import { IdentityProviderUnavailable } from '../domain/sign-in.errors.ts';
import { fetchFromProvider, TIMEOUT_SECONDS } from './fetch-from-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Claims } from './proven-identity.ts';

const profile = z.object({ id: z.int().positive(), name: z.string().nullish() });
const addresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));
const refusal = z.object({ error: z.string() });

/** GitHub speaks OAuth 2 and not OpenID: it signs nothing, and tells who somebody is at two addresses of its API. */
export class GitHubProvider implements IdentityProvider {
  private readonly client: Configuration;
  private readonly api: string;

  /** @param base where both GitHub and its API are, for a local stand-in */
  constructor(base: string | undefined, clientId: string, clientSecret: string) {
    const site = base?.replace(/\/$/, '') ?? 'https://github.com';
    this.api = base?.replace(/\/$/, '') ?? 'https://api.github.com';
    const issuer = `${site}/login/oauth`;
    this.client = new Configuration(
      { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/access_token` },
      clientId,
      clientSecret,
    );
    this.client.timeout = TIMEOUT_SECONDS;
    this.client[customFetch] = fetchFromGitHub;
    // A stand-in in plain text is local: production does not start with one.
    if (site.startsWith('http:')) allowInsecureRequests(this.client);
  }

  async configuration(): Promise<Configuration> {
    return this.client;
  }

  question(): Record<string, string> {
    return { scope: 'read:user user:email' };
  }

  async answer(callback: URL, { state, codeVerifier }: SignInSecrets): Promise<Claims> {
    const { access_token } = await authorizationCodeGrant(this.client, callback, {
      expectedState: state,
      pkceCodeVerifier: codeVerifier,
    });
    const [{ id, name }, known] = await Promise.all([
      this.read('/user', profile, access_token),
      this.read('/user/emails?per_page=100', addresses, access_token),
    ]);
    const address = known.find(({ primary, verified }) => primary && verified);
    return { subject: String(id), email: address?.email, emailVerified: address?.verified, name };
  }

  private async read<T>(path: string, schema: z.ZodType<T>, accessToken: string): Promise<T> {
    const url = new URL(this.api + path);
    const headers = new Headers({ accept: 'application/vnd.github+json' });
    const response = await fetchProtectedResource(this.client, accessToken, url, 'GET', null, headers);
    const { success, data } = schema.safeParse(await jsonOf(response));
    if (!response.ok || !success) throw new IdentityProviderUnavailable(`${url.href} answered ${response.status}`);
    return data;
  }
}

/** GitHub refuses a code with status 200, where the standard and the library expect 400. */
const fetchFromGitHub: CustomFetch = async (url, options) => {
  const response = await fetchFromProvider(url, options);
  const isRefused = options.method === 'POST' && refusal.safeParse(await jsonOf(response.clone())).success;
  return isRefused ? new Response(response.body, { status: 400, headers: response.headers }) : response;
};

function jsonOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
