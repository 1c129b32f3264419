import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { PaymentMethodGateway } from '../domain/payment-method-gateway.ts';
import { GetPaymentMethod } from '../queries/get-payment-method.ts';
import type { PaymentMethodView } from '../queries/payment-method.view.ts';
import { RefreshMethods } from './refresh-methods.ts';

@Injectable()
export class ChooseDefaultMethod {
  constructor(
    private readonly queries: QueryBus,
    private readonly gateway: PaymentMethodGateway,
    private readonly refreshing: RefreshMethods,
  ) {}

  /** @throws PaymentMethodNotFound, OutcomeUnknown */
  async choose(userId: string, id: string): Promise<PaymentMethodView> {
    const { customerId, providerId } = await this.queries.execute(new GetPaymentMethod(userId, { id }));
    await this.gateway.makeDefault(customerId, providerId);
    await this.refreshing.refresh(userId);
    return (await this.queries.execute(new GetPaymentMethod(userId, { id }))).view;
  }
}
