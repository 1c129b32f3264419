/** What sort of refusal a broken rule is. The HTTP edge alone knows which status that makes. */
export type DomainErrorKind =
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'forbidden'
  | 'payment_required'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'unauthenticated';

/** A rule of the domain that was not met. Subclasses are named after the broken rule and carry a stable `code`. */
export abstract class DomainError extends Error {
  static readonly kind: DomainErrorKind;
  /** Stable and machine-readable; clients may branch on it. */
  static readonly code: string;

  constructor(
    message: string,
    /** Further members of the problem document, plain JSON values. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }

  get kind(): DomainErrorKind {
    return (this.constructor as typeof DomainError).kind;
  }

  get code(): string {
    return (this.constructor as typeof DomainError).code;
  }
}

/** Somebody else changed the same thing first; reading it again and repeating is safe. */
export class ConcurrentChange extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'concurrent_change';

  constructor() {
    super('Somebody changed this at the same moment. Read it again and repeat.', { retryAfter: 1 });
  }
}
