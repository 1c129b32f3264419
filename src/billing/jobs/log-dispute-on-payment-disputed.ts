import { Logger } from '@nestjs/common';
import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { PaymentDisputed } from '../billing.contract.ts';

/** A person has to answer it in time. */
@Reaction({ to: PaymentDisputed, name: 'log-dispute-on-payment-disputed', queue: 'billing' })
export class LogDisputeOnPaymentDisputed implements ProcessReaction<PaymentDisputed> {
  private readonly logger = new Logger(LogDisputeOnPaymentDisputed.name);

  async process({ disputeId, paymentId, reason, amount, currency, evidenceDueAt }: PaymentDisputed): Promise<void> {
    this.logger.warn({ disputeId, paymentId, reason, amount, currency, evidenceDueAt }, 'A payment is disputed');
  }
}
