import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { RememberCustomer } from '../commands/remember-customer.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import { PaymentGateway } from '../domain/payment-gateway.ts';
import { GetCustomer } from '../queries/get-customer.ts';
import { ForgetPayer } from './forget-payer.ts';

/** Makes a user known to the provider, once. */
@Injectable()
export class IntroduceCustomer {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentGateway,
    private readonly forgetting: ForgetPayer,
  ) {}

  /** @returns the provider's id of the user @throws PaymentNotFound for somebody who was erased, OutcomeUnknown */
  async introduce(userId: string): Promise<string> {
    const known = await this.queries.execute(new GetCustomer(userId));
    if (known) return known;
    const account = await this.queries.execute(new GetAccount(userId));
    if (!account) throw new PaymentNotFound();
    const customerId = await this.gateway.createCustomer(userId, account.email, account.name);
    await this.commands.execute(new RememberCustomer(userId, customerId));
    // Whoever was erased meanwhile was not known here yet, so nobody else has the provider forget them.
    if (!(await this.queries.execute(new GetAccount(userId)))) {
      await this.forgetting.forget(userId);
      throw new PaymentNotFound();
    }
    return customerId;
  }
}
