import { Query } from '@nestjs/cqrs';
import { z } from 'zod';
import { DomainEvent } from '../kernel/domain/domain-event.ts';
import { ROLES } from './domain/permissions.ts';

export const accountView = z
  .strictObject({
    id: z.uuid(),
    email: z.email().meta({ example: 'learner@azora.test' }),
    name: z.string().meta({ example: 'Lea Learner' }),
    roles: z.array(z.enum(ROLES)),
    emailVerified: z.boolean().describe('whether a link sent to the address has been followed'),
  })
  .meta({ id: 'Account' });

export type AccountView = z.infer<typeof accountView>;

/** Who a user is and where mail reaches them. Undefined for nobody, and for somebody who has been erased. */
export class GetAccount extends Query<AccountView | undefined> {
  constructor(readonly userId: string) {
    super();
  }
}

/** Who several users are, in one query, in no order. Who is nobody is left out. */
export class GetAccounts extends Query<AccountView[]> {
  constructor(readonly userIds: readonly string[]) {
    super();
  }
}

/** Whose address this is. Undefined for nobody's; do not let a stranger tell the difference. */
export class GetAccountByEmail extends Query<AccountView | undefined> {
  /** @param email as `normalizeEmail` leaves it */
  constructor(readonly email: string) {
    super();
  }
}

export class UserSignedUp extends DomainEvent {
  static override readonly type = 'identity.user_signed_up';
  static override readonly personal = true;

  constructor(
    readonly userId: string,
    readonly email: string,
    readonly name: string,
  ) {
    super();
  }
}

/** The person behind the id wants to be forgotten: erase what names them, keep what the law and the books need under the id. */
export class AccountErased extends DomainEvent {
  static override readonly type = 'identity.account_erased';
  static override readonly personal = true;

  constructor(
    readonly userId: string,
    /** Where mail reached them until now, for what is known by address alone. Events from before it was told have none. */
    readonly email?: string,
  ) {
    super();
  }
}

/** What the owner of an account hears of. */
export type Alert =
  | 'password_changed'
  | 'email_changed'
  | 'roles_changed'
  | 'second_factor_enabled'
  | 'second_factor_disabled'
  | 'recovery_code_used'
  | 'new_device'
  | 'session_replayed'
  | 'many_failed_sign_ins'
  | 'identity_linked'
  | 'api_key_created'
  | 'account_locked'
  | 'account_unlocked'
  | 'account_erased';

/** Something about who can enter an account has changed, or was tried. */
export class AccountAlert extends DomainEvent {
  static override readonly type = 'identity.account_alert';
  static override readonly personal = true;

  constructor(
    readonly userId: string,
    readonly alert: Alert,
    /** Where to tell it; null means the present address of the account. */
    readonly address: string | null,
  ) {
    super();
  }
}

/** Somebody has to show that they read mail at an address. */
export class ProofRequested extends DomainEvent {
  static override readonly type = 'identity.proof_requested';
  static override readonly personal = true;

  constructor(
    readonly proofId: string,
    readonly purpose: 'verify-email' | 'reset-password' | 'prove-human',
    readonly email: string,
    /** The account that the proof is for; null when there is none. */
    readonly userId: string | null,
  ) {
    super();
  }
}

/** A user wants another address, and has to show that they read mail at both, the old one and the new. */
export class EmailChangeRequested extends DomainEvent {
  static override readonly type = 'identity.email_change_requested';
  static override readonly personal = true;

  constructor(
    readonly changeId: string,
    readonly userId: string,
    readonly oldEmail: string,
    readonly newEmail: string,
  ) {
    super();
  }
}
