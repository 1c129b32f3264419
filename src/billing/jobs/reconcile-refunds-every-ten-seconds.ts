import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ReconcileRefunds } from '../processes/reconcile-refunds.ts';

@Injectable()
export class ReconcileRefundsEveryTenSeconds {
  constructor(private readonly reconciling: ReconcileRefunds) {}

  @Every(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
