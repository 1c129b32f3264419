import { defineEntity, p } from '@mikro-orm/postgresql';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import type { DisputeFunds, DisputeState } from '../billing.contract.ts';
import { Dispute } from '../domain/dispute.ts';
import type { DisputeAnswer } from '../domain/dispute-gateway.ts';
import type { Exchange } from '../domain/exchange.ts';

export const disputeMapping = defineEntity({
  class: Dispute,
  schema: 'billing',
  tableName: 'disputes',
  properties: {
    id: p.uuid().primary(),
    paymentId: p.uuid(),
    providerId: p.text(),
    reason: p.text(),
    openedAt: p.datetime().columnType('timestamptz'),
    _amount: () => p.embedded(moneyMapping).prefix(false),
    _state: p.text().$type<DisputeState>().fieldName('state'),
    _funds: p.text().$type<DisputeFunds>().fieldName('funds'),
    _fee: p.bigint('number').nullable().fieldName('fee'),
    _returnedFee: p.bigint('number').nullable().fieldName('returned_fee'),
    _evidenceDueAt: p.datetime().columnType('timestamptz').nullable().fieldName('evidence_due_at'),
    _closedAt: p.datetime().columnType('timestamptz').nullable().fieldName('closed_at'),
    _answer: p.json().$type<DisputeAnswer>().nullable().fieldName('answer'),
    _operationId: p.uuid().nullable().fieldName('operation_id'),
    _checks: p.integer().fieldName('checks'),
    _checkAt: p.datetime().columnType('timestamptz').nullable().fieldName('check_at'),
    _exchange: p.json().$type<Exchange>().nullable().fieldName('exchange'),
    _returnedExchange: p.json().$type<Exchange>().nullable().fieldName('returned_exchange'),
  },
});
