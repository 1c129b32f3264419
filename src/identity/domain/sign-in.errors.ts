import { DomainError } from '../../kernel/domain/domain-error.ts';

/** It does not tell which of the two was wrong. */
export class WrongCredentials extends DomainError {
  static override readonly kind = 'unauthenticated';
  static override readonly code = 'wrong_credentials';

  constructor() {
    super('The address or the password is wrong.');
  }
}

/** The password was right. `ticket` goes to `POST /api/auth/login/mfa` with a code of the authenticator. */
export class SecondFactorRequired extends DomainError {
  static override readonly kind = 'unauthenticated';
  static override readonly code = 'second_factor_required';

  constructor(ticket: string) {
    super('Send the ticket and a code of the authenticator to /api/auth/login/mfa within five minutes.', { ticket });
  }
}

export class WrongCode extends DomainError {
  static override readonly kind = 'unauthenticated';
  static override readonly code = 'wrong_code';

  constructor() {
    super('The code is wrong, too old or used already.');
  }
}

export class TicketInvalid extends DomainError {
  static override readonly kind = 'unauthenticated';
  static override readonly code = 'ticket_invalid';

  constructor() {
    super('This sign-in has taken too long. Start again.');
  }
}

export class TooManyLogins extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'too_many_logins';

  constructor() {
    super('Too many people are signing in right now. Try again shortly.', { retryAfter: 2 });
  }
}

/** For this account from this network or device; the owner's own devices go on. */
export class TooManyAttempts extends DomainError {
  static override readonly kind = 'rate_limited';
  static override readonly code = 'too_many_attempts';

  constructor(retryAfter: number) {
    super('Too many attempts for this account. Wait, or reset the password.', { retryAfter });
  }
}

/** Attempts can't be counted, so none is let through. */
export class SignInUnavailable extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'sign_in_unavailable';

  constructor() {
    super('Signing in is not possible right now. Try again shortly.', { retryAfter: 5 });
  }
}

/** The token is unknown, too old, used up or of a session that has ended: it does not tell which. */
export class RefreshTokenInvalid extends DomainError {
  static override readonly kind = 'unauthenticated';
  static override readonly code = 'refresh_token_invalid';

  constructor() {
    super('This session is over. Sign in again.');
  }
}

export class OriginNotAllowed extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'origin_not_allowed';

  constructor() {
    super('Sessions in cookies are only for the pages of this platform.');
  }
}

export class CaptchaFailed extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'captcha_failed';

  constructor() {
    super('The captcha was not passed. Get a new token and try again.');
  }
}

/** The captcha can't be checked right now, so a link was mailed instead; its token goes into `mailProof`. */
export class MailProofRequired extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'mail_proof_required';

  constructor() {
    super('We have sent you a mail. Repeat this with the token of its link as mailProof.');
  }
}

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

/** The provider has not seen that the person reads mail at the address, so it opens no account. */
export class EmailNotVerifiedByProvider extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'email_not_verified_by_provider';

  constructor() {
    super('Verify your address at the provider first, then sign in again.');
  }
}
