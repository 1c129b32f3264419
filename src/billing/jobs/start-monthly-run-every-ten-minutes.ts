import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { RunPayouts } from '../processes/run-payouts.ts';

@Injectable()
export class StartMonthlyRunEveryTenMinutes {
  constructor(private readonly running: RunPayouts) {}

  @Every(600_000)
  run(): Promise<void> {
    return this.running.startMonthly();
  }
}
