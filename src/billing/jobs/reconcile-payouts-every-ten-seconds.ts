import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ReconcilePayouts } from '../processes/reconcile-payouts.ts';

@Injectable()
export class ReconcilePayoutsEveryTenSeconds {
  constructor(private readonly reconciling: ReconcilePayouts) {}

  @Every(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
