import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { dayAfter, dayBefore, Reconciliations } from '../domain/reconciliations.ts';

/** By then the reconcilers have heard of nearly all of the day before. */
const THREE_HOURS_MS = 3 * 3_600_000;

/** Asks for a comparison of all days that are over and have none yet; at first of the last one only. */
export class RequestDailyReconciliation extends Command<void> {}

@CommandHandler(RequestDailyReconciliation)
export class RequestDailyReconciliationHandler implements ICommandHandler<RequestDailyReconciliation> {
  constructor(
    private readonly reconciliations: Reconciliations,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    const now = this.clock.now();
    const to = dayBefore(new Date(now.getTime() - THREE_HOURS_MS));
    const last = await this.reconciliations.lastDay();
    if (last !== undefined && last >= to) return;
    const from = last === undefined ? to : dayAfter(last);
    await this.reconciliations.request(newId(), { from, to }, null, now);
  }
}
