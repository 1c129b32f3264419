import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ReconcileRefunds } from '../processes/reconcile-refunds.ts';

@Injectable()
export class ReconcileRefundsEveryTenSeconds {
  constructor(private readonly reconciling: ReconcileRefunds) {}

  @Interval(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
