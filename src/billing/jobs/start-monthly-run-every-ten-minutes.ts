import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { RunPayouts } from '../processes/run-payouts.ts';

@Injectable()
export class StartMonthlyRunEveryTenMinutes {
  constructor(private readonly running: RunPayouts) {}

  @Interval(600_000)
  run(): Promise<void> {
    return this.running.startMonthly();
  }
}
