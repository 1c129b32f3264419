import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { LAST_ID } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { type EarningsView, ListEarnings } from '../earnings.contract.ts';
import { type ProceedsRow, proceedsFrom, proceedsOf, standingFrom } from './proceeds-row.ts';

interface Row {
  readonly month: string;
  readonly subject: string | null;
  readonly currency: string;
  readonly proceeds: ProceedsRow;
  readonly held: number;
  readonly available: number;
}

/** Behind every other, as null sorts behind every subject. */
/** One statement, so that what was earned and what was paid out are of one moment. */
const SQL = `
  with paid as (
    select currency, sum(amount - reversed)::bigint as amount from billing.payouts
    where payee_id = $1 and state <> 'failed' group by currency
  ), shares as (
    select subject, currency, payment_id, to_char(earned_at at time zone 'UTC', 'YYYY-MM') as month, available_at, sale,
           refunded, fees, amount - reversed as share
    from billing.earnings where payee_id = $1
  ), earned as (
    select shares.*, sum(share) over (
      partition by currency order by available_at, payment_id rows unbounded preceding
    )::bigint - coalesce(paid.amount, 0) as unpaid
    from shares left join paid using (currency)
  )
  select month, subject, currency, ${proceedsOf()} as proceeds,
         coalesce(sum(least(share, greatest(0, unpaid))) filter (where available_at > $2), 0)::bigint as held,
         coalesce(sum(least(share, greatest(0, unpaid))) filter (where available_at <= $2), 0)::bigint as available
  from earned
  where ($3::uuid is null or subject = $3) and ($4::text is null or currency = $4)
    and ($5::text is null or month >= $5) and ($6::text is null or month <= $6)
    and ($7::text is null or month < $7
         or month = $7 and (coalesce(subject, '${LAST_ID}'), currency) > (coalesce($8::uuid, '${LAST_ID}'), $9::text))
  group by month, subject, currency
  order by month desc, subject, currency
  limit $10`;

@QueryHandler(ListEarnings)
export class ListEarningsHandler implements IQueryHandler<ListEarnings> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ payeeId, filter, limit, after }: ListEarnings) {
    const { subject, currency, from, to } = filter;
    const place = [after?.[0], after?.[1], after?.[2]];
    const values = [payeeId, this.clock.now(), subject, currency, from, to, ...place, limit];
    // Planned for this payee: the plan for any is much slower for one with a hundred thousand sales.
    return (await this.database.pool.query<Row>(SQL, values)).rows.map(earningsFrom);
  }
}

function earningsFrom({ month, subject, currency, proceeds, held, available }: Row): EarningsView {
  return {
    month,
    subject,
    ...proceedsFrom(proceeds, currency),
    ...standingFrom({ share: proceeds.share, held, available }, currency),
  };
}
