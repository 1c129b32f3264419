import { DomainError } from '../../kernel/domain/domain-error.ts';
import { KEYS_PER_USER } from './api-key.ts';

export class ApiKeyNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'api_key_not_found';

  constructor() {
    super('There is no such API key.');
  }
}

export class TooManyApiKeys extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'too_many_api_keys';

  constructor() {
    super(`A user can have ${KEYS_PER_USER} API keys. Revoke one first.`);
  }
}

export class ApiKeyExceedsRoles extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'api_key_exceeds_roles';

  constructor() {
    super('A key can not be made for more than its user may do.');
  }
}
