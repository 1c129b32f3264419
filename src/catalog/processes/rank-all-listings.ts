import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { RankListings } from '../commands/rank-listings.ts';
import { ListMisrankedListings } from '../queries/list-misranked-listings.ts';

/** A purchase of one of them waits for so many at most. */
const AT_A_TIME = 200;

/** Says anew which courses have most learners, where there are so many that a search begins with those. */
@Injectable()
export class RankAllListings {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  async run(): Promise<void> {
    for (const { tier, courseIds } of await this.queries.execute(new ListMisrankedListings())) {
      for (let first = 0; first < courseIds.length; first += AT_A_TIME)
        await this.commands.execute(new RankListings(tier, courseIds.slice(first, first + AT_A_TIME)));
    }
  }
}
