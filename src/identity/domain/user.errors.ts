import { DomainError } from '../../kernel/domain/domain-error.ts';

export class EmailTaken extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'email_taken';

  constructor() {
    super('There is an account with this address already.');
  }
}

/** It does not tell which of the two was wrong. */
export class WrongCredentials extends DomainError {
  static override readonly kind = 'unauthenticated';
  static override readonly code = 'wrong_credentials';

  constructor() {
    super('The address or the password is wrong.');
  }
}

export class TooManyLogins extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'too_many_logins';

  constructor() {
    super('Too many people are signing in right now. Try again shortly.', { retryAfter: 2 });
  }
}
