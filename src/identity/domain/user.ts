import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { UserSignedUp } from '../identity.contract.ts';
import type { Role } from './permissions.ts';

export class User extends AggregateRoot {
  constructor(
    readonly id: string,
    private _email: string,
    private _name: string,
    private _passwordHash: string,
    private _roles: Role[],
    readonly signedUpAt: Date,
  ) {
    super();
  }

  /** @param email as `normalizeEmail` leaves it */
  static signUp(id: string, email: string, name: string, passwordHash: string, roles: Role[], now: Date): User {
    const user = new User(id, email, name, passwordHash, roles, now);
    user.record(new UserSignedUp(id, email, name));
    return user;
  }

  get email(): string {
    return this._email;
  }

  get name(): string {
    return this._name;
  }

  get passwordHash(): string {
    return this._passwordHash;
  }

  get roles(): readonly Role[] {
    return this._roles;
  }
}
