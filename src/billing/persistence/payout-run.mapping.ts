import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { PayoutRunStarted } from '../domain/payout.errors.ts';
import { PayoutRun } from '../domain/payout-run.ts';

export const payoutRunMapping = defineEntity({
  class: PayoutRun,
  schema: 'billing',
  tableName: 'payout_runs',
  properties: {
    id: p.uuid().primary(),
    month: p.text().nullable(),
    operationId: p.uuid().nullable(),
    startedBy: p.uuid().nullable(),
    startedAt: p.datetime().columnType('timestamptz'),
  },
});

constraintGuards('payout_runs_one_a_month', () => new PayoutRunStarted());
constraintGuards('payout_runs_one_for_operation', () => new PayoutRunStarted());
