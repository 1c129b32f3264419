import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ReconcileWithProvider } from '../processes/reconcile-with-provider.ts';

@Injectable()
export class ReconcileWithProviderEveryDay {
  constructor(private readonly reconciling: ReconcileWithProvider) {}

  /** The day is kept in the database, so that a restart does not put it off; and what somebody asks for is made soon. */
  @Every(60_000)
  run(): Promise<void> {
    return this.reconciling.reconcile();
  }
}
