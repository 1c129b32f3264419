import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AskForMethods } from '../commands/ask-for-methods.ts';
import { ForgetCustomer } from '../commands/forget-customer.ts';
import { RecordMethods } from '../commands/record-methods.ts';
import { CustomerGone, PaymentMethodNotFound } from '../domain/payment-method.errors.ts';
import { PaymentMethodGateway } from '../domain/payment-method-gateway.ts';
import type { KeptMethod } from '../domain/payment-methods.ts';

/** Makes what we know of a customer's methods true again, after each act of ours and each notice of the provider. */
@Injectable()
export class RefreshMethods {
  constructor(
    private readonly commands: CommandBus,
    private readonly gateway: PaymentMethodGateway,
  ) {}

  /** The only method of a customer is the default. @throws OutcomeUnknown */
  async refresh(userId: string): Promise<void> {
    const asked = await this.commands.execute(new AskForMethods(userId));
    if (!asked) return;
    const { customerId, question } = asked;
    try {
      await this.commands.execute(new RecordMethods(userId, question, await this.keptFor(customerId)));
    } catch (error) {
      if (error instanceof CustomerGone) return this.commands.execute(new ForgetCustomer(userId, customerId));
      // Whoever has removed it meanwhile refreshes too.
      if (!(error instanceof PaymentMethodNotFound)) throw error;
    }
  }

  private async keptFor(customerId: string): Promise<KeptMethod[]> {
    const kept = await this.gateway.keptFor(customerId);
    const [only, ...others] = kept;
    if (!only || only.isDefault || others.length > 0) return kept;
    await this.gateway.makeDefault(customerId, only.id);
    return [{ ...only, isDefault: true }];
  }
}
