import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Listings } from '../domain/listings.ts';

export class SumUpListings extends Command<void> {}

@CommandHandler(SumUpListings)
export class SumUpListingsHandler implements ICommandHandler<SumUpListings> {
  constructor(private readonly listings: Listings) {}

  execute(): Promise<void> {
    return this.listings.sumUp();
  }
}
