import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DropFiles } from '../processes/drop-files.ts';

@Injectable()
export class SweepFilesEveryHour {
  constructor(private readonly dropping: DropFiles) {}

  @Interval(3_600_000)
  run(): Promise<void> {
    return this.dropping.sweep();
  }
}
