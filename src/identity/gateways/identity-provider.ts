import type { Configuration } from 'openid-client';
import type { SignInSecrets } from '../domain/identity-providers.ts';
import type { Claims } from './proven-identity.ts';

/** Where one provider differs from the next. What goes wrong is left to {@link OpenIdProviders} to name. */
export interface IdentityProvider {
  configuration(): Promise<Configuration>;

  /** What the browser asks for, beyond what it asks every provider. */
  question(secrets: SignInSecrets): Record<string, string>;

  /** Trades the code of the callback for what the provider says of the person. */
  answer(callback: URL, secrets: SignInSecrets): Promise<Claims>;
}
