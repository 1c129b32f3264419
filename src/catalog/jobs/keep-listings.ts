import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Interval } from '@nestjs/schedule';
import { RankListings } from '../commands/rank-listings.ts';
import { SumUpListings } from '../commands/sum-up-listings.ts';

const MINUTE = 60_000;

@Injectable()
export class KeepListings {
  constructor(private readonly commands: CommandBus) {}

  @Interval(MINUTE)
  sumUp(): Promise<void> {
    return this.commands.execute(new SumUpListings());
  }

  @Interval(60 * MINUTE)
  rank(): Promise<void> {
    return this.commands.execute(new RankListings());
  }
}
