import { DomainError } from '../../kernel/domain/domain-error.ts';

export class WebhookDisabled extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'webhook_disabled';

  constructor() {
    super('No webhook secret is configured (STRIPE_WEBHOOK_SECRET).');
  }
}

export class InvalidSignature extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'invalid_signature';

  constructor(reason: string) {
    super(reason);
  }
}

/** Told to nobody: the second delivery of an event is answered like the first. */
export class AlreadyReceived extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'already_received';

  constructor() {
    super('This event has been received before.');
  }
}
