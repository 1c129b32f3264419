import { DomainError } from '../../kernel/domain/domain-error.ts';

export class EmailTaken extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'email_taken';

  constructor() {
    super('There is an account with this address already.');
  }
}

export class UserNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'user_not_found';

  constructor() {
    super('There is no such user.');
  }
}

/** Told only to somebody who has proven to be the owner. */
export class AccountLocked extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'account_locked';

  constructor() {
    super('This account is locked. Ask the support of the platform.');
  }
}

export class CannotDoThisToOneself extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'cannot_do_this_to_oneself';

  constructor() {
    super('Nobody can lock themselves out or change their own roles. Ask another administrator.');
  }
}

/** Told to somebody who was one when their request came in. */
export class NotAdministratorAnyMore extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'not_administrator_any_more';

  constructor() {
    super('You are no administrator any more.');
  }
}

export class LastAdministrator extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'last_administrator';

  constructor() {
    super('You are the only administrator. Make somebody else one first.');
  }
}

/** The link is used up, too old or was never ours: it does not tell which. */
export class LinkInvalid extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'link_invalid';

  constructor() {
    super('This link is used up or too old. Ask for a new one.');
  }
}
