import { Injectable } from '@nestjs/common';
import { type PersonalData, PersonalDataOf } from '../../identity/personal-data.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { PAYMENT_COLUMNS, paymentFrom } from './payment-row.ts';
import { RECEIPT_COLUMNS, receiptFrom } from './receipt-row.ts';

@Injectable()
@PersonalDataOf('billing')
export class PersonalDataOfBilling implements PersonalData {
  constructor(private readonly database: Database) {}

  async personalDataOf(userId: string) {
    const [customer, payments, receipts] = await Promise.all([
      this.database.kysely
        .selectFrom('billing.customers')
        .select('provider_id as id')
        .where('user_id', '=', userId)
        .executeTakeFirst(),
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
    ]);
    return {
      customerAtStripe: customer?.id ?? null,
      payments: payments.map(paymentFrom),
      receipts: receipts.map(receiptFrom),
    };
  }
}
