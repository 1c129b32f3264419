import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { PaymentCollection } from '../../billing/billing.contract.ts';
import { StartPurchase } from '../commands/start-purchase.ts';
import { GetPurchase } from '../queries/get-purchase.ts';
import type { PurchaseView } from '../queries/purchase.view.ts';

/** Buying a course: the purchase is committed with the request for its payment, then the payment is collected. */
@Injectable()
export class PurchaseCourse {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly payments: PaymentCollection,
  ) {}

  /**
   * @param operationId becomes the id of the purchase, so that a repeat after a crash takes up the same one
   * @param paymentMethod charged at once; without it the purchase waits to be paid
   * @throws what StartPurchase and PaymentCollection throw
   */
  async purchase(
    operationId: string,
    courseId: string,
    learnerId: string,
    paymentMethod?: string,
  ): Promise<PurchaseView> {
    const { purchaseId, paymentId } = await this.commands.execute(
      new StartPurchase(operationId, courseId, learnerId, paymentMethod),
    );
    const collected =
      paymentId && paymentMethod
        ? await this.payments.pay(learnerId, 'course_purchase', purchaseId, paymentMethod)
        : undefined;
    const purchase = await this.queries.execute(new GetPurchase(purchaseId));
    return {
      ...purchase,
      paymentId: collected?.payment.id ?? paymentId,
      paymentState: collected?.payment.state ?? (paymentId ? 'pending' : null),
      clientSecret: collected?.clientSecret ?? null,
      nextActionUrl: collected?.nextActionUrl ?? null,
    };
  }
}
