/** What a provider (Google, GitHub, any OpenID provider) vouches for. */
export interface ProvenIdentity {
  readonly provider: string;
  /** The provider's own id of the person; an address may change hands, this does not. */
  readonly subject: string;
  readonly email: string;
  /** Whether the provider has seen that the person reads mail at this address. */
  readonly emailVerified: boolean;
  readonly name: string;
}

export interface PendingSignIn {
  /** Where the browser goes. */
  readonly redirectTo: string;
  /** What {@link IdentityProviders.complete} needs to know again; secret, and kept by the browser only while sealed. */
  readonly secrets: SignInSecrets;
}

export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export abstract class IdentityProviders {
  abstract readonly names: readonly string[];

  /** @throws UnknownIdentityProvider @throws IdentityProviderUnavailable */
  abstract begin(provider: string): Promise<PendingSignIn>;

  /**
   * @param callback the query of the address that the provider sent the browser back to
   * @throws UnknownIdentityProvider @throws SignInFailed when the provider declined, or the answer is not to our question
   * @throws IdentityProviderUnavailable
   */
  abstract complete(provider: string, callback: URLSearchParams, secrets: SignInSecrets): Promise<ProvenIdentity>;
}
