import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, DAY_MS } from '../../kernel/domain/clock.ts';
import { Mails } from '../domain/mail.ts';

const KEPT_MS = 90 * DAY_MS;

/** The delivery log answers "did the mail go out?", and nobody asks that after a season. */
export class ForgetOldMails extends Command<void> {}

@CommandHandler(ForgetOldMails)
export class ForgetOldMailsHandler implements ICommandHandler<ForgetOldMails> {
  constructor(
    private readonly mails: Mails,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    await this.mails.forgetQueuedBefore(new Date(this.clock.now().getTime() - KEPT_MS));
  }
}
