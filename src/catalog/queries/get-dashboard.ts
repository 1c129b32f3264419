import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { GetEarned, ListBestSellers } from '../../billing/earnings.contract.ts';
import { Clock, DAY_MS } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { dashboardView, NamedCourse, teachingView } from './earnings.view.ts';
import { nameCourses } from './name-courses.ts';

const MONTH_MS = 30 * DAY_MS;
const BEST = 5;

/** How an instructor's courses do. */
export class GetDashboard extends Query<z.infer<typeof dashboardView>> {
  constructor(readonly instructorId: string) {
    super();
  }
}

const TEACHING = `
  with mine as (
    select c.id, c.state, l.rating_sum, l.rating_count
    from catalog.courses c left join catalog.listings l on l.course_id = c.id where c.instructor_id = $1
  )
  select (
    select json_build_object(
      'draft', count(*) filter (where state = 'draft'), 'inReview', count(*) filter (where state = 'in_review'),
      'published', count(*) filter (where state = 'published'), 'archived', count(*) filter (where state = 'archived'))
    from mine
  ) as courses, places.*, (
    select json_build_object('average', round(sum(rating_sum)::numeric / nullif(sum(rating_count), 0), 2),
                             'count', coalesce(sum(rating_count), 0))
    from mine
  ) as rating
  from (
    select count(*)::int as enrollments, count(e.completed_at)::int as completions
    from mine join catalog.enrollments e on e.course_id = mine.id where e.ended_at is null
  ) places`;

@QueryHandler(GetDashboard)
export class GetDashboardHandler implements IQueryHandler<GetDashboard> {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ instructorId }: GetDashboard) {
    const [earned, [teaching], bestSellers] = await Promise.all([
      this.queries.execute(new GetEarned(instructorId)),
      this.database.prepared<z.infer<typeof teachingView>>('teaching', TEACHING, [instructorId]),
      this.bestSellers(instructorId),
    ]);
    return { earned, teaching: teaching as z.infer<typeof teachingView>, bestSellers };
  }

  private async bestSellers(instructorId: string) {
    const since = new Date(this.clock.now().getTime() - MONTH_MS);
    const best = await this.queries.execute(new ListBestSellers(instructorId, since, BEST));
    return (await nameCourses(this.database, best)) as { course: NamedCourse; sales: number }[];
  }
}
