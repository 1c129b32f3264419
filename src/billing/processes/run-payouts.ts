import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { StartPayoutRun } from '../commands/start-payout-run.ts';
import { PayoutRunStarted } from '../domain/payout.errors.ts';
import { monthBeginningAt } from '../domain/payout-policy.ts';

/** Starts the run of a month, on its first day and once, however many processes have the same idea. */
@Injectable()
export class RunPayouts {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async startMonthly(): Promise<void> {
    const month = monthBeginningAt(this.clock.now());
    if (!month) return;
    await this.commands.execute(new StartPayoutRun({ month })).catch(error => {
      if (!(error instanceof PayoutRunStarted)) throw error;
    });
  }
}
