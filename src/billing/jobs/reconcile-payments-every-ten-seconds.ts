import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ReconcilePayments } from '../processes/reconcile-payments.ts';

@Injectable()
export class ReconcilePaymentsEveryTenSeconds {
  constructor(private readonly reconciling: ReconcilePayments) {}

  @Every(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
