import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { normalizeEmail } from '../../identity/email.contract.ts';
import { Invitations } from '../domain/invitations.ts';

/** An address that was invited has an account now, so its invitations are forgotten with the account. */
export class LinkInvitations extends Command<void> {
  constructor(
    readonly email: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(LinkInvitations)
export class LinkInvitationsHandler implements ICommandHandler<LinkInvitations> {
  constructor(private readonly invitations: Invitations) {}

  execute({ email, userId }: LinkInvitations): Promise<void> {
    return this.invitations.link(normalizeEmail(email), userId);
  }
}
