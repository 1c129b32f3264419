import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Disputes } from '../domain/disputes.ts';
import { Payments } from '../domain/payments.ts';

/** Notes that it was not found out how a dispute stands. The reconciler asks again. */
export class LoseTrackOfDispute extends Command<void> {
  constructor(
    readonly paymentId: string,
    readonly disputeId: string,
  ) {
    super();
  }
}

@CommandHandler(LoseTrackOfDispute)
export class LoseTrackOfDisputeHandler implements ICommandHandler<LoseTrackOfDispute> {
  constructor(
    private readonly payments: Payments,
    private readonly disputes: Disputes,
    private readonly clock: Clock,
  ) {}

  async execute({ paymentId, disputeId }: LoseTrackOfDispute): Promise<void> {
    await this.payments.lock(paymentId);
    const dispute = (await this.disputes.of(paymentId)).find(({ id }) => id === disputeId);
    dispute?.checkLater(this.clock.now());
  }
}
