import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Database } from '../../kernel/persistence/database.ts';
import { ListSales, type SaleView } from '../earnings.contract.ts';
import { moneys } from './proceeds-row.ts';

const COLUMNS = [
  'payment_id',
  'subject',
  'currency',
  'sale',
  'refunded',
  'fees',
  'amount',
  'reversed',
  'base',
  'basis_points',
  'portion',
  'earned_at',
  'available_at',
] as const;

interface Row {
  readonly payment_id: string;
  readonly subject: string | null;
  readonly currency: string;
  readonly sale: number;
  readonly refunded: number;
  readonly fees: number;
  readonly amount: number;
  readonly reversed: number;
  readonly base: number | null;
  readonly basis_points: number | null;
  readonly portion: number | null;
  readonly earned_at: Date;
  readonly available_at: Date;
}

@QueryHandler(ListSales)
export class ListSalesHandler implements IQueryHandler<ListSales> {
  constructor(private readonly database: Database) {}

  async execute(query: ListSales) {
    const rows = await salesWhere(this.database, query).execute();
    return rows.map(row => saleFrom(row as Row));
  }
}

export function salesWhere(database: Database, { payeeId, filter, limit, after }: ListSales) {
  const { subject, currency, from, to } = filter;
  return database.kysely
    .selectFrom('billing.earnings')
    .select([...COLUMNS])
    .where('payee_id', '=', payeeId)
    .$if(subject !== undefined, query => query.where('subject', '=', subject))
    .$if(currency !== undefined, query => query.where('currency', '=', currency))
    .$if(from !== undefined, query => query.where('earned_at', '>=', from))
    .$if(to !== undefined, query => query.where('earned_at', '<', to))
    .$if(after !== undefined, query =>
      query.where(sql`(earned_at, payment_id)`, '<', sql`(${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('earned_at', 'desc')
    .orderBy('payment_id', 'desc')
    .limit(limit);
}

function saleFrom({ payment_id, subject, currency, sale, refunded, fees, amount, reversed, ...row }: Row): SaleView {
  const share = amount - reversed;
  return {
    paymentId: payment_id,
    subject,
    soldAt: row.earned_at.toISOString(),
    ...moneys({ gross: sale, refunds: refunded, fees, others: sale - refunded - fees - share, share }, currency),
    base: row.base === null ? null : { amount: row.base, currency },
    basisPoints: row.basis_points,
    portion: row.portion,
    availableAt: row.available_at.toISOString(),
  };
}
