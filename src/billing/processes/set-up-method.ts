import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ForgetCustomer } from '../commands/forget-customer.ts';
import { CustomerGone } from '../domain/payment-method.errors.ts';
import { PaymentMethodGateway, type Setup } from '../domain/payment-method-gateway.ts';
import { GetPaymentMethod } from '../queries/get-payment-method.ts';
import type { SetupView } from '../queries/payment-method.view.ts';
import { IntroduceCustomer } from './introduce-customer.ts';
import { RefreshMethods } from './refresh-methods.ts';

/** Saves a payment method for later: at once, or with the customer at Stripe.js or at their bank, of which a webhook tells. */
@Injectable()
export class SetUpMethod {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentMethodGateway,
    private readonly introduction: IntroduceCustomer,
    private readonly refreshing: RefreshMethods,
  ) {}

  /**
   * @param operationId the same for each repeat of a request, so that a repeat sets nothing up twice
   * @throws PaymentMethodDeclined, PaymentMethodNotFound when it was removed at once, OutcomeUnknown
   */
  async setUp(userId: string, operationId: string, paymentMethod?: string): Promise<SetupView> {
    const { methodId, ...setup } = await this.begin(userId, operationId, paymentMethod);
    if (setup.state !== 'succeeded' || !methodId) return { ...setup, paymentMethod: null };
    await this.refreshing.refresh(userId);
    const { view } = await this.queries.execute(new GetPaymentMethod(userId, { providerId: methodId }));
    return { ...setup, paymentMethod: view };
  }

  private async begin(userId: string, operationId: string, paymentMethod?: string): Promise<Setup> {
    const customerId = await this.introduction.introduce(userId);
    try {
      return await this.gateway.setUp(operationId, customerId, paymentMethod);
    } catch (error) {
      if (!(error instanceof CustomerGone)) throw error;
      await this.commands.execute(new ForgetCustomer(userId, customerId));
      return this.gateway.setUp(operationId, await this.introduction.introduce(userId), paymentMethod);
    }
  }
}
