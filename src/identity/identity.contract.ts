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
  })
  .meta({ id: 'Account' });

export type AccountView = z.infer<typeof accountView>;

/** Who a user is and where mail reaches them. Undefined for nobody. */
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

  constructor(
    readonly userId: string,
    readonly email: string,
    readonly name: string,
  ) {
    super();
  }
}

/** What identity knew of a person is gone; who else knows them by this id forgets them too. */
export class AccountErased extends DomainEvent {
  static override readonly type = 'identity.account_erased';

  constructor(readonly userId: string) {
    super();
  }
}
