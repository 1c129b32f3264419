import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Listings, type Tier } from '../domain/listings.ts';

export class RankListings extends Command<void> {
  constructor(
    readonly tier: Tier,
    readonly courseIds: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(RankListings)
export class RankListingsHandler implements ICommandHandler<RankListings> {
  constructor(private readonly listings: Listings) {}

  execute({ tier, courseIds }: RankListings): Promise<void> {
    return this.listings.rank(tier, courseIds);
  }
}
