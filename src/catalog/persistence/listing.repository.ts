import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Listings } from '../domain/listings.ts';

@Injectable()
export class ListingRepository extends Listings {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async sumUp(): Promise<void> {
    await this.em.execute(`
      with changes as (delete from catalog.listing_counts returning *)
      insert into catalog.listing_counts
      select category, level, language, stars, free, sum(courses) from changes
      group by category, level, language, stars, free having sum(courses) <> 0`);
  }

  override async rank(): Promise<void> {
    await this.em.execute(`
      with ranked as (
        select course_id, case when row_number() over (order by learners desc, course_id desc) <= 10000 then 0 else 1 end as tier
        from catalog.listings where on_sale order by learners desc, course_id desc limit 110000
      ), tiers as (
        select course_id, tier from ranked where (select count(*) from ranked) > 10000
      )
      update catalog.listings l set tier = coalesce(t.tier, 2)
      from catalog.listings n left join tiers t on t.course_id = n.course_id
      where n.course_id = l.course_id and l.tier <> coalesce(t.tier, 2) and (l.tier < 2 or t.course_id is not null)`);
  }
}
