import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Enrollment } from '../domain/enrollment.ts';
import { Enrollments } from '../domain/enrollments.ts';
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
    if (purchase.state === 'paid') return;
    const now = this.clock.now();
    purchase.complete(now);
    this.enrollments.add(Enrollment.enroll(newId(), purchase.courseId, purchase.learnerId, 'purchase', now));
  }
}
