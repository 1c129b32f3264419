import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AccountAlert, AccountErased, type Alert, UserSignedUp } from '../identity.contract.ts';
import { AccountLocked, CannotDoThisToOneself } from './account.errors.ts';
import type { Role } from './permissions.ts';
import { WrongCredentials } from './sign-in.errors.ts';

/** The address that an erased account keeps: nobody's (RFC 2606), and none that somebody could have taken before. */
const addressOfTheErased = () => `${newId()}@erased.invalid`;

export class User extends AggregateRoot {
  constructor(
    readonly id: string,
    private _email: string,
    private _name: string,
    private _passwordHash: string | null,
    private _roles: Role[],
    readonly signedUpAt: Date,
    private _emailVerifiedAt: Date | null,
    private _lockedAt: Date | null,
    private _erasedAt: Date | null,
  ) {
    super();
  }

  /**
   * @param email as `normalizeEmail` leaves it
   * @param passwordHash null for somebody who signs in through a provider
   */
  static signUp(
    id: string,
    email: string,
    name: string,
    passwordHash: string | null,
    roles: Role[],
    now: Date,
    emailVerified = false,
  ): User {
    const user = new User(id, email, name, passwordHash, roles, now, emailVerified ? now : null, null, null);
    user.record(new UserSignedUp(id, email, name));
    return user;
  }

  get email(): string {
    return this._email;
  }

  get name(): string {
    return this._name;
  }

  get passwordHash(): string | null {
    return this._passwordHash;
  }

  get roles(): readonly Role[] {
    return this._roles;
  }

  get emailVerifiedAt(): Date | null {
    return this._emailVerifiedAt;
  }

  get lockedAt(): Date | null {
    return this._lockedAt;
  }

  get erasedAt(): Date | null {
    return this._erasedAt;
  }

  /**
   * @param passwordHash the one that a password was matched with, if one was; the password may have changed since
   * @throws WrongCredentials @throws AccountLocked
   */
  assertMayEnter(passwordHash?: string): void {
    if (passwordHash !== undefined && passwordHash !== this._passwordHash) throw new WrongCredentials();
    if (this._lockedAt || this._erasedAt) throw new AccountLocked();
  }

  rename(name: string): void {
    this._name = name;
  }

  verifyEmail(now: Date): void {
    this._emailVerifiedAt ??= now;
  }

  changeEmail(email: string, now: Date): void {
    const former = this._email;
    this._email = email;
    this._emailVerifiedAt = now;
    this.alert('email_changed', former);
    this.alert('email_changed');
  }

  setPassword(hash: string): void {
    this._passwordHash = hash;
    this.alert('password_changed');
  }

  /** The same password, hashed under today's parameters. */
  rehash(hash: string): void {
    this._passwordHash = hash;
  }

  /** Only a link in a mail can set the next one. */
  dropPassword(): void {
    this._passwordHash = null;
  }

  /** @throws CannotDoThisToOneself so that the last administrator can't take the keys along */
  setRoles(roles: Role[], actorId: string | null): void {
    if (actorId === this.id) throw new CannotDoThisToOneself();
    this._roles = roles;
    this.alert('roles_changed');
  }

  /** @throws CannotDoThisToOneself */
  lock(actorId: string, now: Date): void {
    if (actorId === this.id) throw new CannotDoThisToOneself();
    if (this._lockedAt) return;
    this._lockedAt = now;
    this.alert('account_locked');
  }

  unlock(): void {
    if (!this._lockedAt) return;
    this._lockedAt = null;
    this.alert('account_unlocked');
  }

  /** Forgets the person. The id stays as the pseudonym under which the ledger and the audit log know them. */
  erase(now: Date): void {
    this.alert('account_erased', this._email);
    this.record(new AccountErased(this.id, this._email));
    this._email = addressOfTheErased();
    this._name = 'Erased';
    this._passwordHash = null;
    this._roles = [];
    this._emailVerifiedAt = null;
    this._erasedAt = now;
  }

  /** Tells the owner that something about who can enter has changed, or was tried. @param address unless the present one */
  alert(alert: Alert, address?: string): void {
    this.record(new AccountAlert(this.id, alert, address ?? null));
  }
}

export abstract class Users {
  abstract add(user: User): void;

  /** Locked until the transaction ends. @throws UserNotFound */
  abstract lock(id: string): Promise<User>;

  /** Whose address it is, unless they are erased. @param email as `normalizeEmail` leaves it */
  abstract lockByEmail(email: string): Promise<User | undefined>;

  /**
   * The ids of those who administer and are not locked. Until the transaction ends, nobody else becomes an administrator or
   * ceases to be one. Ask before a user is locked.
   */
  abstract lockAdministrators(): Promise<string[]>;

  /** To look at, not to change. */
  abstract findByEmail(email: string): Promise<User | undefined>;
}
