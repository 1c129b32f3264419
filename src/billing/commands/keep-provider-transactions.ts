import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ProviderTransaction } from '../domain/balance-gateway.ts';
import { Reconciliations } from '../domain/reconciliations.ts';

export class KeepProviderTransactions extends Command<void> {
  constructor(readonly transactions: readonly ProviderTransaction[]) {
    super();
  }
}

@CommandHandler(KeepProviderTransactions)
export class KeepProviderTransactionsHandler implements ICommandHandler<KeepProviderTransactions> {
  constructor(private readonly reconciliations: Reconciliations) {}

  execute({ transactions }: KeepProviderTransactions): Promise<void> {
    return this.reconciliations.keep(transactions);
  }
}
