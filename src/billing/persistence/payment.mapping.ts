import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import type { PaymentState, Purpose, Share } from '../billing.contract.ts';
import type { Exchange } from '../domain/exchange.ts';
import { PaymentInProgress } from '../domain/payment.errors.ts';
import { Payment } from '../domain/payment.ts';
import type { Failure } from '../domain/payment-gateway.ts';

export const paymentMapping = defineEntity({
  class: Payment,
  schema: 'billing',
  tableName: 'payments',
  properties: {
    id: p.uuid().primary(),
    payerId: p.uuid(),
    purpose: p.text().$type<Purpose>(),
    reference: p.uuid(),
    amount: () => p.embedded(moneyMapping).prefix(false),
    shares: p.json().$type<readonly Share[]>(),
    description: p.text(),
    createdAt: p.datetime().columnType('timestamptz'),
    subject: p.uuid().nullable(),
    _state: p.text().$type<PaymentState>().fieldName('state'),
    _paymentMethod: p.text().nullable().fieldName('payment_method'),
    _providerId: p.text().nullable().fieldName('provider_id'),
    _failure: p.json().$type<Failure>().nullable().fieldName('failure'),
    _fee: p.bigint('number').nullable().fieldName('fee'),
    _submittedAt: p.datetime().columnType('timestamptz').nullable().fieldName('submitted_at'),
    _operationId: p.uuid().nullable().fieldName('operation_id'),
    _offSession: p.boolean().fieldName('off_session'),
    _checks: p.integer().fieldName('checks'),
    _checkAt: p.datetime().columnType('timestamptz').nullable().fieldName('check_at'),
    _refunded: p.bigint('number').fieldName('refunded'),
    _refunding: p.bigint('number').fieldName('refunding'),
    _disputed: p.bigint('number').fieldName('disputed'),
    _lost: p.bigint('number').fieldName('lost'),
    _excess: p.bigint('number').fieldName('excess'),
    _exchange: p.json().$type<Exchange>().nullable().fieldName('exchange'),
    _spentAt: p.datetime().columnType('timestamptz').nullable().fieldName('spent_at'),
  },
});

constraintGuards('payments_one_live', () => new PaymentInProgress());
