import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '../../kernel/domain/domain-error.ts';
import { RequestPayout } from '../commands/request-payout.ts';
import { SkipPayout } from '../commands/skip-payout.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import type { PayoutDue } from '../domain/payout-run.ts';
import { PayOut } from './pay-out.ts';

/** Pays one of those who are due in a run, once for the run. */
@Injectable()
export class PayOutInRun {
  constructor(
    private readonly commands: CommandBus,
    private readonly paying: PayOut,
  ) {}

  async pay(due: PayoutDue): Promise<void> {
    const { runId, payeeId, currency } = due;
    try {
      await this.paying.payOut(new RequestPayout(payeeId, currency, { runId }));
    } catch (error) {
      // The payout stands, and the reconciler brings it to an end.
      if (error instanceof OutcomeUnknown) return;
      if (!(error instanceof DomainError)) throw error;
      await this.commands.execute(new SkipPayout(due, error.code));
    }
  }
}
