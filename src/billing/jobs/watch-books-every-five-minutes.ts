import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { WatchBooks } from '../processes/watch-books.ts';

@Injectable()
export class WatchBooksEveryFiveMinutes {
  constructor(private readonly watching: WatchBooks) {}

  @Interval(300_000)
  run(): Promise<void> {
    return this.watching.watch();
  }
}
