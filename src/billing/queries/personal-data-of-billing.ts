import { Injectable } from '@nestjs/common';
import { type PersonalData, PersonalDataOf } from '../../identity/personal-data.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { DISPUTE_COLUMNS, disputeFrom } from './dispute-row.ts';
import { METHOD_COLUMNS } from './payment-method.view.ts';
import { PAYMENT_COLUMNS, paymentFrom } from './payment-row.ts';
import { PAYOUT_COLUMNS, payoutFrom } from './payout-row.ts';
import { RECEIPT_COLUMNS, receiptFrom } from './receipt-row.ts';
import { REFUND_COLUMNS, refundFrom } from './refund-row.ts';

@Injectable()
@PersonalDataOf('billing')
export class PersonalDataOfBilling implements PersonalData {
  constructor(private readonly database: Database) {}

  async personalDataOf(userId: string) {
    const [customer, paymentMethods, payments, receipts, refunds, disputes, payoutAccount, earnings, payouts] =
      await Promise.all([
        this.database.kysely
          .selectFrom('billing.customers')
          .select('provider_id as id')
          .where('user_id', '=', userId)
          .executeTakeFirst(),
        this.database.prepared(
          'methods-of-person',
          `select ${METHOD_COLUMNS} from billing.payment_methods m where m.user_id = $1 order by m.id`,
          [userId],
        ),
        this.database.kysely
          .selectFrom('billing.payments')
          .select([...PAYMENT_COLUMNS])
          .where('payer_id', '=', userId)
          .orderBy('id')
          .execute(),
        this.database.kysely
          .selectFrom('billing.receipts as r')
          .select([...RECEIPT_COLUMNS])
          .where('r.payer_id', '=', userId)
          .orderBy('r.id')
          .execute(),
        this.database.kysely
          .selectFrom('billing.refunds as r')
          .innerJoin('billing.payments as p', 'p.id', 'r.payment_id')
          .select(REFUND_COLUMNS.map(column => `r.${column}` as const))
          .where('p.payer_id', '=', userId)
          .orderBy('r.id')
          .execute(),
        this.database.kysely
          .selectFrom('billing.disputes as d')
          .innerJoin('billing.payments as p', 'p.id', 'd.payment_id')
          .select(DISPUTE_COLUMNS.map(column => `d.${column}` as const))
          .where('p.payer_id', '=', userId)
          .orderBy('d.id')
          .execute(),
        this.database.kysely
          .selectFrom('billing.payout_accounts')
          .select('provider_id as id')
          .where('user_id', '=', userId)
          .executeTakeFirst(),
        this.database.kysely
          .selectFrom('billing.earnings')
          .select(['subject', 'sale', 'refunded', 'fees', 'base', 'basis_points as basisPoints', 'portion'])
          .select(['amount', 'reversed', 'currency', 'earned_at as earnedAt', 'available_at as availableAt'])
          .where('payee_id', '=', userId)
          .orderBy('earned_at')
          .execute(),
        this.database.kysely
          .selectFrom('billing.payouts')
          .select([...PAYOUT_COLUMNS])
          .where('payee_id', '=', userId)
          .orderBy('id')
          .execute(),
      ]);
    return {
      customerAtStripe: customer?.id ?? null,
      paymentMethods,
      payments: payments.map(paymentFrom),
      receipts: receipts.map(receiptFrom),
      refunds: refunds.map(refundFrom),
      disputes: disputes.map(disputeFrom),
      payoutAccountAtStripe: payoutAccount?.id ?? null,
      earnings,
      payouts: payouts.map(payoutFrom),
    };
  }
}
