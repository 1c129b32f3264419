import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Mail, type MailFacts, Mails } from '../domain/mail.ts';

export class QueueMail extends Command<void> {
  constructor(
    readonly userId: string,
    readonly template: string,
    readonly facts: MailFacts,
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

  async execute({ userId, template, facts }: QueueMail): Promise<void> {
    this.mails.add(Mail.queue(newId(), userId, template, facts, this.clock.now()));
  }
}
