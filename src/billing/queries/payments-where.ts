import { sql } from 'kysely';
import { z } from 'zod';
import { instant, instantOrDay } from '../../kernel/http/instant.ts';
import { pageQuery } from '../../kernel/http/page.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import type { Database } from '../../kernel/persistence/database.ts';
import { PAYMENT_STATES, type PaymentView, PURPOSES } from '../billing.contract.ts';
import type { PayerPaymentView } from './payer-payment.view.ts';
import { PAYMENT_COLUMNS, paymentFrom } from './payment-row.ts';

/** When it was begun, and its id: newest first. */
const place = z.tuple([instant, z.uuid()]);

export function placeOf({ createdAt, id }: PaymentView): z.infer<typeof place> {
  return [createdAt, id];
}

export const paymentsQuery = pageQuery(place).extend({
  state: z.enum(PAYMENT_STATES).optional(),
  purpose: z.enum(PURPOSES).optional(),
  from: instantOrDay.optional().describe('begun not before this moment or day (UTC)').meta({ example: '2026-03-01' }),
  to: instantOrDay.optional().describe('begun before this moment or day (UTC)').meta({ example: '2026-04-01' }),
});

export const paymentsOfAllQuery = paymentsQuery.extend({ payer: uuid.optional() });

/** Which payments a list has. */
export type PaymentsFilter = Omit<z.infer<typeof paymentsOfAllQuery>, 'limit'>;

/** The first `limit` payments after the cursor that a filter lets through, newest first. Every filter has an index. */
export function paymentsWhere(database: Database, filter: PaymentsFilter, limit: number) {
  const { payer, state, purpose, from, to, cursor } = filter;
  return database.kysely
    .selectFrom('billing.payments')
    .select([...PAYMENT_COLUMNS])
    .$if(payer !== undefined, query => query.where('payer_id', '=', payer))
    .$if(state !== undefined, query => query.where('state', '=', state))
    .$if(purpose !== undefined, query => query.where('purpose', '=', purpose))
    .$if(from !== undefined, query => query.where('created_at', '>=', from))
    .$if(to !== undefined, query => query.where('created_at', '<', to))
    .$if(cursor !== undefined, query =>
      query.where(sql`(created_at, id)`, '<', sql`(${cursor?.[0]}::timestamptz, ${cursor?.[1]}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
}

export async function paymentsOfAllWhere(database: Database, filter: PaymentsFilter, limit: number) {
  const rows = await paymentsWhere(database, filter, limit).select('payer_id').execute();
  return rows.map(({ payer_id, ...row }): PayerPaymentView => ({ ...paymentFrom(row), payerId: payer_id }));
}
