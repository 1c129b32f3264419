import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ReconcileDisputes } from '../processes/reconcile-disputes.ts';

@Injectable()
export class ReconcileDisputesEveryTenSeconds {
  constructor(private readonly reconciling: ReconcileDisputes) {}

  @Every(10_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
