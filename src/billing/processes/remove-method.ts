import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { PaymentMethodGateway } from '../domain/payment-method-gateway.ts';
import { GetPaymentMethod } from '../queries/get-payment-method.ts';
import { RefreshMethods } from './refresh-methods.ts';

@Injectable()
export class RemoveMethod {
  constructor(
    private readonly queries: QueryBus,
    private readonly gateway: PaymentMethodGateway,
    private readonly refreshing: RefreshMethods,
  ) {}

  /** @throws PaymentMethodNotFound, OutcomeUnknown */
  async remove(userId: string, id: string): Promise<void> {
    const { providerId } = await this.queries.execute(new GetPaymentMethod(userId, { id }));
    await this.gateway.detach(providerId);
    await this.refreshing.refresh(userId);
  }
}
