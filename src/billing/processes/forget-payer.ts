import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ForgetCustomer } from '../commands/forget-customer.ts';
import { PaymentGateway } from '../domain/payment-gateway.ts';
import { GetCustomer } from '../queries/get-customer.ts';

/** Has the provider forget a person who was erased: their name, address and cards. What they paid stays. */
@Injectable()
export class ForgetPayer {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentGateway,
  ) {}

  async forget(userId: string): Promise<void> {
    const customerId = await this.queries.execute(new GetCustomer(userId));
    if (!customerId) return;
    await this.gateway.deleteCustomer(customerId);
    await this.commands.execute(new ForgetCustomer(userId, customerId));
  }
}
