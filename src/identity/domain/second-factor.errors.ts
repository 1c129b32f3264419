import { DomainError } from '../../kernel/domain/domain-error.ts';

export class SecondFactorEnabled extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'second_factor_enabled';

  constructor() {
    super('There is an authenticator already. Disable it first.');
  }
}

export class SecondFactorNotEnrolled extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'second_factor_not_enrolled';

  constructor() {
    super('There is no authenticator. Enroll one first.');
  }
}
