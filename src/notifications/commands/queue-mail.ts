import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Mail, type MailFacts, type MailLink, Mails, type Recipient } from '../domain/mail.ts';

export class QueueMail extends Command<void> {
  constructor(
    readonly to: Recipient,
    readonly template: string,
    readonly facts: MailFacts,
    readonly link: MailLink | null = null,
  ) {
    super();
  }
}

@CommandHandler(QueueMail)
export class QueueMailHandler implements ICommandHandler<QueueMail> {
  constructor(
    private readonly mails: Mails,
    private readonly clock: Clock,
  ) {}

  async execute({ to, template, facts, link }: QueueMail): Promise<void> {
    this.mails.add(Mail.queue(newId(), to, template, facts, link, this.clock.now()));
  }
}
