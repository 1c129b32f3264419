import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ReconcilePayments } from '../processes/reconcile-payments.ts';

@Injectable()
export class ReconcilePaymentsEveryTenSeconds {
  constructor(private readonly reconciling: ReconcilePayments) {}

  @Interval(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
