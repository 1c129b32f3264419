import { defineEntity, p } from '@mikro-orm/postgresql';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import type { PayoutState } from '../billing.contract.ts';
import type { Failure } from '../domain/payment-gateway.ts';
import { Payout } from '../domain/payout.ts';

export const payoutMapping = defineEntity({
  class: Payout,
  schema: 'billing',
  tableName: 'payouts',
  properties: {
    id: p.uuid().primary(),
    payeeId: p.uuid(),
    accountId: p.text(),
    amount: () => p.embedded(moneyMapping).prefix(false),
    requestedAt: p.datetime().columnType('timestamptz'),
    operationId: p.uuid().nullable(),
    runId: p.uuid().nullable(),
    _state: p.text().$type<PayoutState>().fieldName('state'),
    _providerId: p.text().nullable().fieldName('provider_id'),
    _failure: p.json().$type<Failure>().nullable().fieldName('failure'),
    _reversed: p.bigint('number').fieldName('reversed'),
    _checks: p.integer().fieldName('checks'),
    _checkAt: p.datetime().columnType('timestamptz').nullable().fieldName('check_at'),
    _spentAt: p.datetime().columnType('timestamptz').nullable().fieldName('spent_at'),
  },
});
