import { Injectable } from '@nestjs/common';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { WatchBooks } from '../processes/watch-books.ts';

@Injectable()
export class WatchBooksEveryFiveMinutes {
  constructor(private readonly watching: WatchBooks) {}

  @Every(300_000)
  run(): Promise<void> {
    return this.watching.watch();
  }
}
