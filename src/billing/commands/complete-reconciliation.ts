import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { ProviderBalance } from '../domain/balance-gateway.ts';
import { Reconciliations } from '../domain/reconciliations.ts';

/** Compares what the provider has said with the ledger, and counts the differences. Doing it again changes nothing. */
export class CompleteReconciliation extends Command<{ differences: number }> {
  constructor(
    readonly id: string,
    readonly asOf: Date,
    readonly balances: readonly ProviderBalance[],
  ) {
    super();
  }
}

@CommandHandler(CompleteReconciliation)
export class CompleteReconciliationHandler implements ICommandHandler<CompleteReconciliation> {
  constructor(
    private readonly reconciliations: Reconciliations,
    private readonly clock: Clock,
  ) {}

  async execute({ id, asOf, balances }: CompleteReconciliation) {
    return { differences: await this.reconciliations.complete(id, asOf, balances, this.clock.now()) };
  }
}
