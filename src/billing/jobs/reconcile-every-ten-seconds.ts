import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { Reconcile } from '../processes/reconcile.ts';

const TEN_SECONDS = 10_000;

/** Each kind by itself, so that none waits for another. */
@Injectable()
export class ReconcileEveryTenSeconds {
  constructor(private readonly reconciling: Reconcile) {}

  @Every(TEN_SECONDS)
  payments(): Promise<void> {
    return this.reconciling.reconcile('payments');
  }

  @Every(TEN_SECONDS)
  refunds(): Promise<void> {
    return this.reconciling.reconcile('refunds');
  }

  @Every(TEN_SECONDS)
  disputes(): Promise<void> {
    return this.reconciling.reconcile('disputes');
  }

  @Every(TEN_SECONDS)
  payouts(): Promise<void> {
    return this.reconciling.reconcile('payouts');
  }
}
