import { defineEntity, p } from '@mikro-orm/postgresql';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import { type Payer, Receipt, type ReceiptLine, type Seller } from '../domain/receipt.ts';

export const receiptMapping = defineEntity({
  class: Receipt,
  schema: 'billing',
  tableName: 'receipts',
  properties: {
    id: p.uuid().primary(),
    number: p.text(),
    issuedAt: p.datetime().columnType('timestamptz'),
    payerId: p.uuid(),
    payer: p.json().$type<Payer>().nullable(),
    seller: p.json().$type<Seller>(),
    description: p.text(),
    amount: () => p.embedded(moneyMapping).prefix(false),
    paymentMethod: p.text().nullable(),
    lines: p.json().$type<readonly ReceiptLine[]>(),
  },
});
