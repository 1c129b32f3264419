import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Mails } from '../domain/mail.ts';

/** A mail went to somebody who is gone, such as the farewell: the log is not to keep their address, nor what came before it. */
export class ForgetMail extends Command<void> {
  constructor(readonly mailId: string) {
    super();
  }
}

@CommandHandler(ForgetMail)
export class ForgetMailHandler implements ICommandHandler<ForgetMail> {
  constructor(private readonly mails: Mails) {}

  async execute({ mailId }: ForgetMail): Promise<void> {
    const mail = await this.mails.lock(mailId);
    if (!mail) return;
    this.mails.remove(mail);
    if (mail.address) await this.mails.forgetSentToNobodyAt(mail.address);
  }
}
