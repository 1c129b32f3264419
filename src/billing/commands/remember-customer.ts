import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../domain/customers.ts';

export class RememberCustomer extends Command<void> {
  constructor(
    readonly userId: string,
    readonly providerId: string,
  ) {
    super();
  }
}

@CommandHandler(RememberCustomer)
export class RememberCustomerHandler implements ICommandHandler<RememberCustomer> {
  constructor(private readonly customers: Customers) {}

  async execute({ userId, providerId }: RememberCustomer): Promise<void> {
    await this.customers.remember({ userId, providerId });
  }
}
