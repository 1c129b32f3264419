import { defineEntity, p } from '@mikro-orm/postgresql';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import type { RefundReason, RefundState } from '../billing.contract.ts';
import type { Exchange } from '../domain/exchange.ts';
import type { Failure } from '../domain/payment-gateway.ts';
import { Refund } from '../domain/refund.ts';

export const refundMapping = defineEntity({
  class: Refund,
  schema: 'billing',
  tableName: 'refunds',
  properties: {
    id: p.uuid().primary(),
    paymentId: p.uuid(),
    amount: () => p.embedded(moneyMapping).prefix(false),
    reason: p.text().$type<RefundReason>(),
    note: p.text().nullable(),
    requestedBy: p.uuid().nullable(),
    requestedAt: p.datetime().columnType('timestamptz'),
    operationId: p.uuid().nullable(),
    _state: p.text().$type<RefundState>().fieldName('state'),
    _providerId: p.text().nullable().fieldName('provider_id'),
    _failure: p.json().$type<Failure>().nullable().fieldName('failure'),
    _fee: p.bigint('number').nullable().fieldName('fee'),
    _checks: p.integer().fieldName('checks'),
    _checkAt: p.datetime().columnType('timestamptz').nullable().fieldName('check_at'),
    _exchange: p.json().$type<Exchange>().nullable().fieldName('exchange'),
    _spentAt: p.datetime().columnType('timestamptz').nullable().fieldName('spent_at'),
  },
});
