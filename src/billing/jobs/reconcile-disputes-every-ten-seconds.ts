import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ReconcileDisputes } from '../processes/reconcile-disputes.ts';

@Injectable()
export class ReconcileDisputesEveryTenSeconds {
  constructor(private readonly reconciling: ReconcileDisputes) {}

  @Interval(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
