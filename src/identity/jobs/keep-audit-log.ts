import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AuditUpkeep } from '../processes/audit-upkeep.ts';

const SECOND = 1_000;

@Injectable()
export class KeepAuditLog {
  constructor(private readonly upkeep: AuditUpkeep) {}

  @Interval(SECOND)
  seal(): Promise<void> {
    return this.upkeep.seal();
  }

  @Interval(300 * SECOND)
  examine(): Promise<void> {
    return this.upkeep.examine();
  }

  @Interval(3_600 * SECOND)
  forgetAddresses(): Promise<void> {
    return this.upkeep.forgetAddresses();
  }
}
