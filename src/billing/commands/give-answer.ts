import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { DisputeNotFound } from '../domain/dispute.errors.ts';
import type { DisputeAnswer } from '../domain/dispute-gateway.ts';
import { Disputes } from '../domain/disputes.ts';
import { Payments } from '../domain/payments.ts';

/**
 * Commits what a bank is to be told. A repeat of the same operation changes nothing.
 * @throws DisputeNotFound, DisputeNotAnswerable
 */
export class GiveAnswer extends Command<void> {
  constructor(
    readonly disputeId: string,
    readonly answer: DisputeAnswer,
    readonly operationId: string,
  ) {
    super();
  }
}

@CommandHandler(GiveAnswer)
export class GiveAnswerHandler implements ICommandHandler<GiveAnswer> {
  constructor(
    private readonly payments: Payments,
    private readonly disputes: Disputes,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ disputeId, answer, operationId }: GiveAnswer): Promise<void> {
    const paymentId = await this.disputes.paymentIdOf(disputeId);
    if (!paymentId) throw new DisputeNotFound();
    const payment = await this.payments.lock(paymentId);
    const dispute = (await this.disputes.of(paymentId)).find(({ id }) => id === disputeId);
    if (!dispute?.give(answer, operationId, this.clock.now())) return;
    await this.audit.record({
      action: answer.evidence === null ? 'billing.dispute_accepted' : 'billing.dispute_contested',
      subject: `dispute:${disputeId}`,
      onBehalfOf: payment.payerId,
      after: { paymentId, ...answer },
    });
  }
}
