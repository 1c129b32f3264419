import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers } from '../domain/customers.ts';

/** Numbers a question to the provider about what it keeps for a customer. Undefined for somebody who is not a customer. */
export class AskForMethods extends Command<{ customerId: string; question: number } | undefined> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(AskForMethods)
export class AskForMethodsHandler implements ICommandHandler<AskForMethods> {
  constructor(private readonly customers: Customers) {}

  execute({ userId }: AskForMethods) {
    return this.customers.ask(userId);
  }
}
