import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ReconcilePayouts } from '../processes/reconcile-payouts.ts';

@Injectable()
export class ReconcilePayoutsEveryTenSeconds {
  constructor(private readonly reconciling: ReconcilePayouts) {}

  @Interval(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
