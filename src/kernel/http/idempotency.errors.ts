import { DomainError } from '../domain/domain-error.ts';
import { InvalidInput } from './invalid-input.ts';

export class IdempotencyKeyMissing extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'idempotency_key_missing';

  constructor() {
    super(
      'Send an Idempotency-Key header of 1 to 255 visible characters, new for each operation and the same for each repeat.',
    );
  }
}

export class OperationInFlight extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'operation_in_flight';

  constructor(retryAfter: number) {
    super('The first request with this Idempotency-Key is still at work.', { retryAfter });
  }
}

export class IdempotencyKeyReused extends InvalidInput {
  constructor() {
    super([{ path: ['Idempotency-Key'], message: 'It has been used for another request' }], 'idempotency_key_reused');
  }
}
