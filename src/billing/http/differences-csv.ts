import type { StreamableFile } from '@nestjs/common';
import { type Columns, csvFile } from '../../kernel/http/csv.ts';
import type { DifferenceView } from '../queries/reconciliation.view.ts';

const COLUMNS: Columns<DifferenceView> = {
  kind: ({ kind }) => kind,
  subject: ({ subject }) => subject,
  paymentId: ({ paymentId }) => paymentId ?? '',
  providerId: ({ providerId }) => providerId ?? '',
  currency: ({ currency }) => currency,
  providerAmount: ({ provider }) => minor(provider?.amount),
  providerFee: ({ provider }) => minor(provider?.fee),
  ledgerAmount: ({ ledger }) => minor(ledger?.amount),
  ledgerFee: ({ ledger }) => minor(ledger?.fee),
};

/** Amounts are in minor units here, because a balance at the provider may be in a currency that is not sold in. */
export function differencesCsv(batches: AsyncIterable<readonly DifferenceView[]>): StreamableFile {
  return csvFile('reconciliation', COLUMNS, batches);
}

function minor(amount: number | undefined): string {
  return amount === undefined ? '' : String(amount);
}
