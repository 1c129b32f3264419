import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { PayoutPolicy } from '../domain/payout-policy.ts';
import { PayoutRun, PayoutRuns, type RunCause } from '../domain/payout-run.ts';

/**
 * Writes down whom a run pays and whom it skips; those who are due are paid afterwards, each by itself. A repeat of the same
 * cause answers the run that stands.
 * @throws PayoutRunStarted for whoever loses the race to start it
 */
export class StartPayoutRun extends Command<{ runId: string }> {
  constructor(readonly cause: RunCause) {
    super();
  }
}

@CommandHandler(StartPayoutRun)
export class StartPayoutRunHandler implements ICommandHandler<StartPayoutRun> {
  constructor(
    private readonly runs: PayoutRuns,
    private readonly policy: PayoutPolicy,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ cause }: StartPayoutRun) {
    const standing = await this.runs.of(cause);
    if (standing) return { runId: standing.id };

    const now = this.clock.now();
    const run = PayoutRun.start(newId(), cause, now);
    const due = await this.runs.plan(run.id, this.policy, now);
    run.call(due);
    this.runs.add(run);
    await this.audit.record({
      action: 'billing.payout_run_started',
      subject: `payout_run:${run.id}`,
      after: { month: run.month, due: due.length },
    });
    return { runId: run.id };
  }
}
