import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { LapsePurchases } from '../processes/lapse-purchases.ts';

@Injectable()
export class LapsePurchasesEveryHour {
  constructor(private readonly lapsing: LapsePurchases) {}

  @Every(3_600_000)
  run(): Promise<void> {
    return this.lapsing.sweep();
  }
}
