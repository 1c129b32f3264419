import { DomainError } from '../../kernel/domain/domain-error.ts';

export class SessionNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'session_not_found';

  constructor() {
    super('There is no such session, or it has ended.');
  }
}
