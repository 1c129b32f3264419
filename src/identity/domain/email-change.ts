import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { EmailChangeRequested } from '../identity.contract.ts';
import { LinkInvalid } from './account.errors.ts';

const LIFETIME_MS = 24 * 3_600_000;

/** A change of address that waits until links sent to both, the old and the new, have been followed. */
export class EmailChange extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly userId: string,
    readonly oldEmail: string,
    readonly newEmail: string,
    readonly requestedAt: Date,
    private _leftAt: Date | null,
    private _enteredAt: Date | null,
    private _doneAt: Date | null,
  ) {
    super();
  }

  static request(id: string, userId: string, oldEmail: string, newEmail: string, now: Date): EmailChange {
    const change = new EmailChange(id, userId, oldEmail, newEmail, now, null, null, null);
    change.record(new EmailChangeRequested(id, userId, oldEmail, newEmail));
    return change;
  }

  get leftAt(): Date | null {
    return this._leftAt;
  }

  get enteredAt(): Date | null {
    return this._enteredAt;
  }

  get doneAt(): Date | null {
    return this._doneAt;
  }

  /**
   * @returns whether that was the second of the two links
   * @throws LinkInvalid
   */
  confirm(end: 'old' | 'new', now: Date): boolean {
    const already = end === 'old' ? this._leftAt : this._enteredAt;
    if (already || this._doneAt || now.getTime() > this.requestedAt.getTime() + LIFETIME_MS) throw new LinkInvalid();
    if (end === 'old') this._leftAt = now;
    else this._enteredAt = now;
    if (this._leftAt && this._enteredAt) this._doneAt = now;
    return this._doneAt !== null;
  }
}

export abstract class EmailChanges {
  abstract add(change: EmailChange): void;

  /** @throws LinkInvalid */
  abstract lock(id: string): Promise<EmailChange>;

  /** Forgets what a user asked for before: the links of it lead nowhere. */
  abstract forget(userId: string): Promise<void>;
}
