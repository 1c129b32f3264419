import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Interval } from '@nestjs/schedule';
import { SumUpListings } from '../commands/sum-up-listings.ts';
import { RankAllListings } from '../processes/rank-all-listings.ts';

const MINUTE = 60_000;

@Injectable()
export class KeepListings {
  constructor(
    private readonly commands: CommandBus,
    private readonly ranking: RankAllListings,
  ) {}

  @Interval(MINUTE)
  sumUp(): Promise<void> {
    return this.commands.execute(new SumUpListings());
  }

  @Interval(60 * MINUTE)
  rank(): Promise<void> {
    return this.ranking.run();
  }
}
