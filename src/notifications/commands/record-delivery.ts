import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Mails } from '../domain/mail.ts';

export class RecordDelivery extends Command<void> {
  constructor(
    readonly mailId: string,
    readonly outcome: 'sent' | 'undeliverable',
  ) {
    super();
  }
}

@CommandHandler(RecordDelivery)
export class RecordDeliveryHandler implements ICommandHandler<RecordDelivery> {
  constructor(
    private readonly mails: Mails,
    private readonly clock: Clock,
  ) {}

  async execute({ mailId, outcome }: RecordDelivery): Promise<void> {
    const mail = await this.mails.lock(mailId);
    if (outcome === 'sent') mail?.markSent(this.clock.now());
    else mail?.giveUp();
  }
}
