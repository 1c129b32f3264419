import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { ProofRequested } from '../identity.contract.ts';
import { LinkInvalid } from './account.errors.ts';

export type ProofPurpose = 'verify-email' | 'reset-password' | 'prove-human';

const LIFETIME_MS = 3_600_000;
/**
 * So many mails an hour for an address and a purpose; whoever asks more often hears the same and is sent nothing. Purposes are
 * counted apart, and earlier links count on beside later ones: so a stranger who uses the number up leaves the owner of the
 * address with as many links that work, and keeps nobody from another purpose.
 */
export const PROOFS_PER_HOUR = 5;

/**
 * Proof that somebody reads mail at an address. It is asked for by address and not by account, so that asking looks the same
 * whether there is one or not.
 */
export class Proof extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly purpose: ProofPurpose,
    readonly email: string,
    readonly requestedAt: Date,
    private _usedAt: Date | null,
  ) {
    super();
  }

  /**
   * @param email as `normalizeEmail` leaves it
   * @param userId whose proof it will be; null when there is no such account, which changes nothing but the mail
   */
  static request(id: string, purpose: ProofPurpose, email: string, userId: string | null, now: Date): Proof {
    const proof = new Proof(id, purpose, email, now, null);
    proof.record(new ProofRequested(id, purpose, email, userId));
    return proof;
  }

  get usedAt(): Date | null {
    return this._usedAt;
  }

  /** @throws LinkInvalid */
  use(now: Date): void {
    if (this._usedAt || now.getTime() > this.requestedAt.getTime() + LIFETIME_MS) throw new LinkInvalid();
    this._usedAt = now;
  }
}

export abstract class Proofs {
  abstract add(proof: Proof): void;

  /** @throws LinkInvalid when there is none for this purpose */
  abstract lock(id: string, purpose: ProofPurpose): Promise<Proof>;

  /** @param purpose all, unless given @param exceptId the one that stays */
  abstract forget(email: string, purpose?: ProofPurpose, exceptId?: string): Promise<void>;

  /** Until the transaction ends, nobody else counts those of the same address and purpose. */
  abstract countSince(email: string, purpose: ProofPurpose, since: Date): Promise<number>;
}
