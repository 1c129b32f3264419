import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Share } from '../../billing/billing.contract.ts';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import { PurchaseInProgress } from '../domain/purchase.errors.ts';
import { Purchase, type PurchaseState } from '../domain/purchase.ts';

export const purchaseMapping = defineEntity({
  class: Purchase,
  schema: 'catalog',
  tableName: 'purchases',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    learnerId: p.uuid(),
    price: () => p.embedded(moneyMapping).prefix('price_'),
    shares: p.json().$type<readonly Share[]>(),
    startedAt: p.datetime().columnType('timestamptz'),
    _operationId: p.uuid().fieldName('operation_id'),
    _state: p.text().$type<PurchaseState>().fieldName('state'),
    _paidAt: p.datetime().columnType('timestamptz').nullable().fieldName('paid_at'),
  },
});

constraintGuards('purchases_one_live', () => new PurchaseInProgress());
