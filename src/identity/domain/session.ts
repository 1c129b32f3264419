import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DAY_MS } from '../../kernel/domain/clock.ts';

/** ASVS 5.0, 7.3: a session ends when nobody uses it for a while, and some day in any case. */
const IDLE_MS = 14 * DAY_MS;
const ABSOLUTE_MS = 90 * DAY_MS;
/** The eleventh ends the one that was not used for longest. */
export const SESSIONS_PER_USER = 10;

export type EndOfSession = 'logged_out' | 'replayed' | 'too_many' | 'password_changed' | 'account_changed';

/** Where somebody signed in: what they see in the list of their sessions. */
export interface Visitor {
  /** IP address. */
  readonly address: string;
  readonly userAgent: string;
}

/** One sign-in on one device, and the family of refresh tokens that it has brought forth. */
export class Session extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly userId: string,
    readonly startedAt: Date,
    private _lastUsedAt: Date,
    readonly expiresAt: Date,
    private _endedAt: Date | null,
    private _endedBecause: EndOfSession | null,
    readonly userAgent: string,
    readonly address: string,
  ) {
    super();
  }

  static start(id: string, userId: string, { address, userAgent }: Visitor, now: Date): Session {
    const expiresAt = new Date(now.getTime() + ABSOLUTE_MS);
    return new Session(id, userId, now, now, expiresAt, null, null, userAgent, address);
  }

  get lastUsedAt(): Date {
    return this._lastUsedAt;
  }

  get endedAt(): Date | null {
    return this._endedAt;
  }

  get endedBecause(): EndOfSession | null {
    return this._endedBecause;
  }

  isOpen(now: Date): boolean {
    return !this._endedAt && now < this.expiresAt && now.getTime() < this._lastUsedAt.getTime() + IDLE_MS;
  }

  use(now: Date): void {
    this._lastUsedAt = now;
  }

  end(because: EndOfSession, now: Date): void {
    if (this._endedAt) return;
    this._endedAt = now;
    this._endedBecause = because;
  }
}

export abstract class Sessions {
  abstract add(session: Session): void;

  /** Locked until the transaction ends; undefined for none. */
  abstract lock(id: string): Promise<Session | undefined>;

  /** To look at, not to change; undefined for none. */
  abstract find(id: string): Promise<Session | undefined>;

  /** Whether the user has lately had a session from this very address and client. */
  abstract knows(userId: string, visitor: Visitor): Promise<boolean>;

  /** Ends those of a user that were not used for longest, until `keep` are left. */
  abstract endOldest(userId: string, keep: number, now: Date): Promise<void>;

  /** Removes every trace of a user's sessions. */
  abstract forget(userId: string): Promise<void>;

  /** Ends all of a user but one. @returns how many were open */
  abstract endAll(userId: string, because: EndOfSession, now: Date, exceptId?: string): Promise<number>;
}
