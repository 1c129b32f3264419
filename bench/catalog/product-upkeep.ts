import { MikroORM } from '@mikro-orm/postgresql';
import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import type pg from 'pg';
import type { Tier } from '../../src/catalog/domain/listings.ts';
import type { Database } from '../../src/kernel/persistence/database.ts';
import { built } from '../built.ts';
import type { Stage } from '../stage.ts';

export interface UpkeepTimes {
  /** The longest that a single transaction held its locks, in milliseconds. */
  longest: number;
  /** All of it, in milliseconds. */
  whole: number;
  transactions: number;
}

/** Runs what the product does every hour for its listings: the tiers of a search. */
export async function rankListings({ databaseUrl, pool: size }: Stage, pool: pg.Pool): Promise<UpkeepTimes> {
  const { RankAllListings } = await built<typeof import('../../src/catalog/processes/rank-all-listings.ts')>(
    'catalog/processes/rank-all-listings',
  );
  const { ListMisrankedListingsHandler } = await built<
    typeof import('../../src/catalog/queries/list-misranked-listings.ts')
  >('catalog/queries/list-misranked-listings');
  const misranked = new ListMisrankedListingsHandler({ pool } as unknown as Database);
  return withListings({ databaseUrl, size }, async (listings, time) => {
    const queries = { execute: () => misranked.execute() } as unknown as QueryBus;
    const commands = {
      execute: ({ tier, courseIds }: { tier: Tier; courseIds: string[] }) => time(() => listings.rank(tier, courseIds)),
    } as unknown as CommandBus;
    await new RankAllListings(queries, commands).run();
  });
}

/** Runs what the product does every minute: the sums of the facets. */
export function sumUpListings({ databaseUrl, pool: size }: Stage): Promise<UpkeepTimes> {
  return withListings({ databaseUrl, size }, (listings, time) => time(() => listings.sumUp()));
}

type Listings = InstanceType<typeof import('../../src/catalog/persistence/listing.repository.ts')['ListingRepository']>;

async function withListings(
  { databaseUrl, size }: { databaseUrl: string; size: number },
  work: (listings: Listings, time: (command: () => Promise<void>) => Promise<void>) => Promise<void>,
): Promise<UpkeepTimes> {
  const { ormOptions } = await built<typeof import('../../src/kernel/persistence/orm.ts')>('kernel/persistence/orm');
  const { ListingRepository } = await built<typeof import('../../src/catalog/persistence/listing.repository.ts')>(
    'catalog/persistence/listing.repository',
  );
  const orm = await MikroORM.init(ormOptions({ DATABASE_URL: databaseUrl, DATABASE_POOL: size }));
  const times: number[] = [];
  const start = performance.now();
  try {
    await work(new ListingRepository(orm.em.fork()), async command => {
      const begun = performance.now();
      await command();
      times.push(performance.now() - begun);
    });
  } finally {
    await orm.close();
  }
  return { longest: Math.max(0, ...times), whole: performance.now() - start, transactions: times.length };
}
