import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../audit.contract.ts';
import { NotAdministratorAnyMore } from '../domain/account.errors.ts';
import type { Role } from '../domain/permissions.ts';
import { Users } from '../domain/user.ts';

/**
 * In force with the user's next request.
 * @param actorId null for whoever operates the installation
 * @throws UserNotFound @throws CannotDoThisToOneself @throws NotAdministratorAnyMore
 */
export class SetRoles extends Command<void> {
  constructor(
    readonly userId: string,
    readonly roles: Role[],
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(SetRoles)
export class SetRolesHandler implements ICommandHandler<SetRoles> {
  constructor(
    private readonly users: Users,
    private readonly audit: AuditLog,
  ) {}

  async execute({ userId, roles, actorId }: SetRoles): Promise<void> {
    const administrators = await this.users.lockAdministrators();
    if (actorId && !administrators.includes(actorId)) throw new NotAdministratorAnyMore();
    const user = await this.users.lock(userId);
    const before = user.roles;
    user.setRoles(roles, actorId);
    await this.audit.record({ action: 'identity.roles_changed', subject: `user:${userId}`, before, after: roles });
  }
}
