import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Money } from '../../kernel/domain/money.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { PayoutState } from '../billing.contract.ts';
import type { TransferOrder } from '../domain/payout-gateway.ts';
import type { Unanswered } from '../domain/unanswered.ts';

/** A payout whose end is not known yet. */
export interface OpenPayout extends TransferOrder, Unanswered {
  readonly state: PayoutState;
}

/** Undefined for one that has come to its end. */
export class GetOpenPayout extends Query<OpenPayout | undefined> {
  constructor(readonly payoutId: string) {
    super();
  }
}

@QueryHandler(GetOpenPayout)
export class GetOpenPayoutHandler implements IQueryHandler<GetOpenPayout> {
  constructor(private readonly database: Database) {}

  async execute({ payoutId }: GetOpenPayout): Promise<OpenPayout | undefined> {
    const [row] = await this.database.prepared(
      'open-payout',
      `select account_id, amount, currency, state, requested_at, spent_at
       from billing.payouts where id = $1 and state in ('pending', 'unknown')`,
      [payoutId],
    );
    return (
      row && {
        payoutId,
        accountId: row.account_id,
        amount: Money.of(row.amount, row.currency),
        state: row.state,
        askedAt: row.requested_at,
        spentAt: row.spent_at,
      }
    );
  }
}
