import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type KeptMethod, PaymentMethods } from '../domain/payment-methods.ts';

/** Takes over what the provider keeps for a customer. An answer to an older question than the last one heard changes nothing. */
export class RecordMethods extends Command<void> {
  constructor(
    readonly userId: string,
    readonly question: number,
    readonly kept: readonly KeptMethod[],
  ) {
    super();
  }
}

@CommandHandler(RecordMethods)
export class RecordMethodsHandler implements ICommandHandler<RecordMethods> {
  constructor(private readonly methods: PaymentMethods) {}

  async execute({ userId, question, kept }: RecordMethods): Promise<void> {
    await this.methods.replace(userId, question, kept);
  }
}
