import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Listings, type Tier } from '../domain/listings.ts';

@Injectable()
export class ListingRepository extends Listings {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async sumUp(): Promise<void> {
    await this.em.execute('select catalog.sum_up_listings()');
  }

  /** Two at a time lock in the same order. */
  override async rank(tier: Tier, courseIds: readonly string[]): Promise<void> {
    await this.em.execute(
      `with locked as (
         select course_id from catalog.listings where course_id = any (?::uuid[]) order by course_id for no key update
       )
       update catalog.listings l set tier = ? from locked where l.course_id = locked.course_id`,
      [`{${courseIds.join(',')}}`, tier],
    );
  }
}
