import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { Role } from '../domain/permissions.ts';
import { User } from '../domain/user.ts';
import { Users } from '../domain/users.ts';
import { normalizeEmail } from '../email.contract.ts';
import type { AccountView } from '../identity.contract.ts';

/** @throws EmailTaken */
export class SignUp extends Command<AccountView> {
  constructor(
    readonly email: string,
    readonly name: string,
    readonly passwordHash: string,
    readonly roles: Role[] = ['learner'],
  ) {
    super();
  }
}

@CommandHandler(SignUp)
export class SignUpHandler implements ICommandHandler<SignUp> {
  constructor(
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  async execute({ email, name, passwordHash, roles }: SignUp): Promise<AccountView> {
    const user = User.signUp(newId(), normalizeEmail(email), name, passwordHash, roles, this.clock.now());
    this.users.add(user);
    return { id: user.id, email: user.email, name: user.name, roles: [...user.roles] };
  }
}
