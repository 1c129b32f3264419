import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Listings } from '../domain/listings.ts';

export class RankListings extends Command<void> {}

@CommandHandler(RankListings)
export class RankListingsHandler implements ICommandHandler<RankListings> {
  constructor(private readonly listings: Listings) {}

  execute(): Promise<void> {
    return this.listings.rank();
  }
}
