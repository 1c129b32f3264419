import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Enrollments } from '../domain/enrollments.ts';
import { grantPlace } from '../domain/grant-place.ts';
import { Purchases } from '../domain/purchases.ts';

/** A purchase has been paid for: it is the learner's. @throws PurchaseNotFound */
export class CompletePurchase extends Command<void> {
  constructor(readonly purchaseId: string) {
    super();
  }
}

@CommandHandler(CompletePurchase)
export class CompletePurchaseHandler implements ICommandHandler<CompletePurchase> {
  constructor(
    private readonly purchases: Purchases,
    private readonly enrollments: Enrollments,
    private readonly clock: Clock,
  ) {}

  async execute({ purchaseId }: CompletePurchase): Promise<void> {
    const purchase = await this.purchases.lock(purchaseId);
    const now = this.clock.now();
    if (purchase.complete(now)) await grantPlace(this.enrollments, purchase, now);
  }
}
