import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ScanFiles } from '../processes/scan-files.ts';

@Injectable()
export class ScanFilesEveryTenSeconds {
  constructor(private readonly scanning: ScanFiles) {}

  @Interval(10_000)
  run(): Promise<void> {
    return this.scanning.scan();
  }
}
