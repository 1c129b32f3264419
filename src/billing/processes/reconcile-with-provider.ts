import { Injectable, Logger } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Clock, DAY_MS } from '../../kernel/domain/clock.ts';
import { BeginRound } from '../commands/begin-round.ts';
import { CompleteReconciliation } from '../commands/complete-reconciliation.ts';
import { EndRound } from '../commands/end-round.ts';
import { KeepProviderTransactions } from '../commands/keep-provider-transactions.ts';
import { RenewRound } from '../commands/renew-round.ts';
import { RequestDailyReconciliation } from '../commands/request-daily-reconciliation.ts';
import { BalanceGateway } from '../domain/balance-gateway.ts';
import { ListOpenReconciliations, type OpenReconciliation } from '../queries/list-open-reconciliations.ts';

/** We may hear of a payment days after it was made, as long as its provider is asked what became of it. */
const HEARD_LATE_MS = 7 * DAY_MS;

/** Compares the ledger with the provider's balance, day by day and when somebody asks for it. */
@Injectable()
export class ReconcileWithProvider {
  private readonly logger = new Logger(ReconcileWithProvider.name);

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: BalanceGateway,
    private readonly clock: Clock,
  ) {}

  /** Makes what is due or asked for, one process at a time. What breaks off hinders nothing else, and is begun again. */
  async reconcile(): Promise<void> {
    await this.commands.execute(new RequestDailyReconciliation());
    if ((await this.queries.execute(new ListOpenReconciliations())).length === 0) return;
    const begun = await this.commands.execute(new BeginRound('reconcile-with-provider', 0));
    if (!begun) return;
    let round = begun;
    const keepTurn = async () => {
      const renewed = await this.commands.execute(new RenewRound(round));
      if (!renewed) throw new Error('Another process has taken over');
      round = renewed;
    };
    try {
      for (const open of await this.queries.execute(new ListOpenReconciliations()))
        await this.compare(open, keepTurn).catch(error =>
          this.logger.error({ ...open, error }, 'A comparison broke off'),
        );
    } finally {
      const now = this.clock.now();
      await this.commands.execute(new EndRound(round, now, now));
    }
  }

  private async compare({ id, startsAt }: OpenReconciliation, keepTurn: () => Promise<void>): Promise<void> {
    const asOf = this.clock.now();
    for await (const page of this.gateway.transactions(new Date(startsAt.getTime() - HEARD_LATE_MS), asOf)) {
      await this.commands.execute(new KeepProviderTransactions(page));
      await keepTurn();
    }
    const balances = await this.gateway.balances();
    const { differences } = await this.commands.execute(new CompleteReconciliation(id, asOf, balances));
    if (differences > 0) this.logger.error({ id, startsAt, differences }, 'Ledger and provider differ');
  }
}
