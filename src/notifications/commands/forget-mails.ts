import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Mails } from '../domain/mail.ts';

/** A user was erased: the log of what they were sent goes with them. What is still queued, such as the farewell, goes out first. */
export class ForgetMails extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(ForgetMails)
export class ForgetMailsHandler implements ICommandHandler<ForgetMails> {
  constructor(private readonly mails: Mails) {}

  async execute({ userId }: ForgetMails): Promise<void> {
    await this.mails.forgetSentTo(userId);
  }
}
