import { DomainError } from '../../kernel/domain/domain-error.ts';

export class UnknownIdentityProvider extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'unknown_identity_provider';

  constructor() {
    super('There is no sign-in through a provider of this name.');
  }
}

export class SignInFailed extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'sign_in_failed';

  /** @param reason the provider's code, such as `access_denied` or `invalid_grant`, or what its answer lacks */
  constructor(reason: string) {
    super('The provider did not confirm who you are. Start again.', { reason });
  }
}

export class IdentityProviderUnavailable extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'identity_provider_unavailable';

  /** @param cause for the log alone; no secret is in it */
  constructor(override readonly cause: string) {
    super('The provider can not be reached right now. Try again shortly.', { retryAfter: 30 });
  }
}
