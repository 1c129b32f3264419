import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Purchases } from '../domain/purchases.ts';

/** What was to be paid for it has been taken back: the course can be bought anew. @throws PurchaseNotFound */
export class LapsePurchase extends Command<void> {
  constructor(readonly purchaseId: string) {
    super();
  }
}

@CommandHandler(LapsePurchase)
export class LapsePurchaseHandler implements ICommandHandler<LapsePurchase> {
  constructor(private readonly purchases: Purchases) {}

  async execute({ purchaseId }: LapsePurchase): Promise<void> {
    (await this.purchases.lock(purchaseId)).lapse();
  }
}
