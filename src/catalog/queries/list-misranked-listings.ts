import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { Tier } from '../domain/listings.ts';

export interface Misranked {
  /** The one they belong in. */
  readonly tier: Tier;
  readonly courseIds: string[];
}

/** The courses on sale that are in another tier than their learners say. Ten thousand and fewer are all in the last. */
export class ListMisrankedListings extends Query<Misranked[]> {}

const SQL = `
  with popular as (
    select course_id, tier as present,
           case when row_number() over (order by learners desc, course_id desc) <= 10000 then 0 else 1 end as tier
    from catalog.listings where on_sale order by learners desc, course_id desc limit 110000
  ), ranked as (
    select course_id, present, tier from popular where (select count(*) from popular) > 10000
  ), misranked as (
    select course_id, tier from ranked where tier <> present
    union all
    select l.course_id, 2 from catalog.listings l left join ranked r on r.course_id = l.course_id
    where l.on_sale and l.tier < 2 and r.course_id is null
  )
  select tier, array_agg(course_id order by course_id)::text[] as "courseIds" from misranked group by tier`;

@QueryHandler(ListMisrankedListings)
export class ListMisrankedListingsHandler implements IQueryHandler<ListMisrankedListings> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<Misranked[]> {
    return (await this.database.pool.query<Misranked>(SQL)).rows;
  }
}
