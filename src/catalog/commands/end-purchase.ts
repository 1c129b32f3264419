import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Enrollments } from '../domain/enrollments.ts';
import { Purchases } from '../domain/purchases.ts';

/** The payer has everything back: the course is the learner's no more. @throws PurchaseNotFound */
export class EndPurchase extends Command<void> {
  constructor(readonly purchaseId: string) {
    super();
  }
}

@CommandHandler(EndPurchase)
export class EndPurchaseHandler implements ICommandHandler<EndPurchase> {
  constructor(
    private readonly purchases: Purchases,
    private readonly enrollments: Enrollments,
    private readonly clock: Clock,
  ) {}

  async execute({ purchaseId }: EndPurchase): Promise<void> {
    const purchase = await this.purchases.lock(purchaseId);
    // By now the place may rest on another purchase.
    if (purchase.state === 'refunded') return;
    purchase.refund();
    const enrollment = await this.enrollments.find(purchase.courseId, purchase.learnerId);
    enrollment?.end(this.clock.now());
  }
}
