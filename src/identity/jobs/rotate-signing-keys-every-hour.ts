import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { RotateSigningKeys } from '../processes/rotate-signing-keys.ts';

@Injectable()
export class RotateSigningKeysEveryHour {
  constructor(private readonly rotation: RotateSigningKeys) {}

  /** Once a month there is something to do. */
  @Every(3_600_000)
  run(): Promise<void> {
    return this.rotation.rotate('if_due');
  }
}
