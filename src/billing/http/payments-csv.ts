import type { StreamableFile } from '@nestjs/common';
import { Money } from '../../kernel/domain/money.ts';
import { type Columns, csvFile } from '../../kernel/http/csv.ts';
import type { PayerPaymentView } from '../queries/payer-payment.view.ts';

const COLUMNS: Columns<PayerPaymentView> = {
  createdAt: ({ createdAt }) => createdAt,
  id: ({ id }) => id,
  payerId: ({ payerId }) => payerId,
  purpose: ({ purpose }) => purpose,
  reference: ({ reference }) => reference,
  description: ({ description }) => description,
  state: ({ state }) => state,
  amount: ({ amount }) => Money.of(amount.amount, amount.currency).decimal,
  currency: ({ amount }) => amount.currency,
  failure: ({ failure }) => failure?.code ?? '',
};

/** Amounts are in whole units here (`49.99`), as spreadsheets have them. */
export function paymentsCsv(batches: AsyncIterable<readonly PayerPaymentView[]>): StreamableFile {
  return csvFile('payments', COLUMNS, batches);
}
