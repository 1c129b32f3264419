import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { AuditUpkeep } from '../processes/audit-upkeep.ts';

const SECOND = 1_000;

@Injectable()
export class KeepAuditLog {
  constructor(private readonly upkeep: AuditUpkeep) {}

  @Every(SECOND)
  seal(): Promise<void> {
    return this.upkeep.seal();
  }

  @Every(300 * SECOND)
  examine(): Promise<void> {
    return this.upkeep.examine();
  }

  @Every(3_600 * SECOND)
  forgetAddresses(): Promise<void> {
    return this.upkeep.forgetAddresses();
  }
}
