import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { pageOf, pageQuery, pageView } from '../../kernel/http/page.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PAYOUT_STATES, payoutView } from '../billing.contract.ts';
import { PAYOUT_COLUMNS, payoutFrom } from './payout-row.ts';

/** When it was asked for, and its id: newest first. */
const place = z.tuple([instant, z.uuid()]);

export const payoutsQuery = pageQuery(place).extend({ state: z.enum(PAYOUT_STATES).optional() });
export const payoutsOfAllQuery = payoutsQuery.extend({ payee: uuid.optional() });

/** A payout for those who look at the payouts of others too. */
export const payeePayoutView = payoutView.extend({ payeeId: z.uuid() }).meta({ id: 'PayeePayout' });
export const payeePayoutPageView = pageView(payeePayoutView).meta({ id: 'PayeePayoutPage' });

/** Payouts, newest first: everybody's, or those of one payee. */
export class ListPayouts extends Query<z.infer<typeof payeePayoutPageView>> {
  constructor(readonly filter: z.infer<typeof payoutsOfAllQuery>) {
    super();
  }
}

@QueryHandler(ListPayouts)
export class ListPayoutsHandler implements IQueryHandler<ListPayouts> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { limit, cursor, payee, state } }: ListPayouts) {
    const rows = await this.database.kysely
      .selectFrom('billing.payouts')
      .select([...PAYOUT_COLUMNS, 'payee_id'])
      .$if(payee !== undefined, query => query.where('payee_id', '=', payee))
      .$if(state !== undefined, query => query.where('state', '=', state))
      .$if(cursor !== undefined, query =>
        query.where(sql`(requested_at, id)`, '<', sql`(${cursor?.[0]}::timestamptz, ${cursor?.[1]}::uuid)`),
      )
      .orderBy('requested_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const payouts = rows.map(({ payee_id, ...row }) => ({ ...payoutFrom(row), payeeId: payee_id as string }));
    return pageOf(payouts, limit, ({ requestedAt, id }) => [requestedAt, id]);
  }
}
