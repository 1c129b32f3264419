import { DomainError } from '../../kernel/domain/domain-error.ts';

export class PasswordTooCommon extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'password_too_common';

  constructor() {
    super('This is one of the passwords that everybody tries first. Choose another.');
  }
}

export class PasswordTooPersonal extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'password_too_personal';

  constructor() {
    super('A password must not be the name of its owner, of their address or of this platform.');
  }
}

export class WrongPassword extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'wrong_password';

  constructor() {
    super('The current password is wrong.');
  }
}

/** Somebody without a password proves themselves by having signed in just now. */
export class RecentSignInRequired extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'recent_sign_in_required';

  constructor() {
    super('Sign in again, then repeat this within ten minutes.');
  }
}
