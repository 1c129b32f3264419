import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { PaymentCollection, PaymentMethodRequired } from '../../billing/billing.contract.ts';
import { StartPurchase } from '../commands/start-purchase.ts';
import { ListOutdatedPurchases } from '../queries/list-outdated-purchases.ts';
import type { PurchaseView } from '../queries/purchase.view.ts';
import { LapsePurchases } from './lapse-purchases.ts';

/** Buying a course: the purchase is committed with the request for its payment, then the payment is collected. */
@Injectable()
export class PurchaseCourse {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly payments: PaymentCollection,
    private readonly lapsing: LapsePurchases,
  ) {}

  /**
   * @param operationId the same for each repeat of a request, so that a repeat after a crash takes up the same purchase
   * @param paymentMethod charged at once; without it the default is. Where there is none, the purchase waits to be paid
   * @throws what StartPurchase and PaymentCollection throw
   */
  async purchase(
    operationId: string,
    courseId: string,
    learnerId: string,
    paymentMethod?: string,
  ): Promise<PurchaseView> {
    const outdated = await this.queries.execute(new ListOutdatedPurchases(courseId, learnerId));
    for (const purchaseId of outdated) await this.lapsing.lapse(purchaseId);
    const { purchase, paymentId, paymentState } = await this.commands.execute(
      new StartPurchase(operationId, courseId, learnerId, paymentMethod),
    );
    const collected = paymentId
      ? await this.payments.pay(learnerId, 'course_purchase', purchase.id, { paymentMethod, operationId }).catch(toWait)
      : undefined;
    const { id, price, state, startedAt } = purchase;
    return {
      id,
      courseId,
      price: { amount: price.amount, currency: price.currency },
      state,
      startedAt: startedAt.toISOString(),
      paymentId: collected?.payment.id ?? paymentId,
      paymentState: collected?.payment.state ?? paymentState,
      clientSecret: collected?.clientSecret ?? null,
      nextActionUrl: collected?.nextActionUrl ?? null,
    };
  }
}

/** Where there is nothing to charge yet, the purchase waits to be paid. */
function toWait(error: unknown): undefined {
  if (!(error instanceof PaymentMethodRequired)) throw error;
}
