import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AuditLog } from '../audit.contract.ts';
import { Credentials } from '../domain/credentials.ts';
import type { ProvenIdentity } from '../domain/identity-providers.ts';
import { LinkedIdentities, LinkedIdentity } from '../domain/linked-identity.ts';
import { Sessions } from '../domain/session.ts';
import { EmailNotVerifiedByProvider } from '../domain/sign-in.errors.ts';
import { User, Users } from '../domain/user.ts';
import { normalizeEmail } from '../email.contract.ts';

/**
 * Finds, links or opens the account of somebody a provider vouches for.
 * @returns the id of the user
 * @throws EmailNotVerifiedByProvider for a person we do not know yet
 */
export class EnterThroughProvider extends Command<string> {
  constructor(readonly identity: ProvenIdentity) {
    super();
  }
}

@CommandHandler(EnterThroughProvider)
export class EnterThroughProviderHandler implements ICommandHandler<EnterThroughProvider> {
  constructor(
    private readonly identities: LinkedIdentities,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly credentials: Credentials,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ identity }: EnterThroughProvider): Promise<string> {
    const linked = await this.identities.find(identity.provider, identity.subject);
    if (linked) return linked.userId;
    if (!identity.emailVerified) throw new EmailNotVerifiedByProvider();

    const now = this.clock.now();
    const email = normalizeEmail(identity.email);
    const user = (await this.users.lockByEmail(email)) ?? (await this.open(email, identity.name, now));
    if (!user.emailVerifiedAt) await this.handOver(user, now);
    this.identities.add(new LinkedIdentity(newId(), identity.provider, identity.subject, user.id, now));
    user.alert('identity_linked');
    await this.audit.record({ action: 'identity.provider_linked', subject: `user:${user.id}`, actor: user.id });
    return user.id;
  }

  private async open(email: string, name: string, now: Date): Promise<User> {
    const user = User.signUp(newId(), email, name, null, ['learner'], now, true);
    this.users.add(user);
    await this.audit.record({ action: 'identity.signed_up', subject: `user:${user.id}`, actor: user.id });
    return user;
  }

  /** Whoever opened the account never showed that the address is theirs: nothing of theirs lets them in any more. */
  private async handOver(user: User, now: Date): Promise<void> {
    user.dropPassword();
    user.verifyEmail(now);
    await this.credentials.forget(user.id);
    await this.sessions.endAll(user.id, 'account_changed', now);
    await this.audit.record({ action: 'identity.credentials_dropped', subject: `user:${user.id}`, actor: user.id });
  }
}
