import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Purpose } from '../billing.contract.ts';
import { Payments } from '../domain/payments.ts';

/** Takes back what was asked for. @returns false when it is charged already, or being charged */
export class VoidPayment extends Command<boolean> {
  constructor(
    readonly purpose: Purpose,
    readonly reference: string,
  ) {
    super();
  }
}

@CommandHandler(VoidPayment)
export class VoidPaymentHandler implements ICommandHandler<VoidPayment> {
  constructor(private readonly payments: Payments) {}

  async execute({ purpose, reference }: VoidPayment): Promise<boolean> {
    const payment = await this.payments.lockLatest(purpose, reference);
    return payment?.void() ?? true;
  }
}
