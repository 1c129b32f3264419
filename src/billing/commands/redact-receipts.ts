import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Receipts } from '../domain/receipt.ts';

/** The payer was erased: name and address go, number and amounts stay. */
export class RedactReceipts extends Command<void> {
  constructor(readonly payerId: string) {
    super();
  }
}

@CommandHandler(RedactReceipts)
export class RedactReceiptsHandler implements ICommandHandler<RedactReceipts> {
  constructor(private readonly receipts: Receipts) {}

  async execute({ payerId }: RedactReceipts): Promise<void> {
    await this.receipts.forgetPayer(payerId);
  }
}
