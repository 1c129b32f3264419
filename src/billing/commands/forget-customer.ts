import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../domain/customers.ts';

/** The provider has forgotten the customer. Payments keep the user's id, which names nobody any more. */
export class ForgetCustomer extends Command<void> {
  constructor(
    readonly userId: string,
    readonly providerId: string,
  ) {
    super();
  }
}

@CommandHandler(ForgetCustomer)
export class ForgetCustomerHandler implements ICommandHandler<ForgetCustomer> {
  constructor(private readonly customers: Customers) {}

  async execute({ userId, providerId }: ForgetCustomer): Promise<void> {
    await this.customers.forget({ userId, providerId });
  }
}
