import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { instant } from '../../kernel/http/instant.ts';
import { LAST_ID, pageOf, pageQuery } from '../../kernel/http/page.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { Agreement } from '../domain/agreement.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import { USUAL_PART } from '../domain/split.ts';
import { type splitView, viewOf } from './split.view.ts';

export const splitQuery = pageQuery(z.tuple([instant, instant, z.uuid()]));

/** How sales of a course are divided now, and a page of all that was agreed about it and its owner, what begins last first. @throws CourseNotFound */
export class GetSplit extends Query<z.infer<typeof splitView>> {
  constructor(
    readonly courseId: string,
    readonly page: z.infer<typeof splitQuery>,
  ) {
    super();
  }
}

const COLUMNS = `
  a.id, a.course_id as "courseId", a.instructor_id as "instructorId", a.basis_points as "basisPoints",
  a.effective_at as "effectiveAt", a.set_by as "setBy", a.set_at as "setAt"`;

const HOLDS = `
  select ${COLUMNS} from catalog.courses c, catalog.agreement_for(c.id, c.instructor_id, $2) a where c.id = $1`;

const LIST = `
  select ${COLUMNS} from catalog.courses c
  join catalog.agreements a on a.course_id = c.id or a.instructor_id = c.instructor_id
  where c.id = $1 and (a.effective_at, a.set_at, a.id) < ($2, $3, $4)
  order by a.effective_at desc, a.set_at desc, a.id desc limit $5`;

const LATEST = ['infinity', 'infinity', LAST_ID];

@QueryHandler(GetSplit)
export class GetSplitHandler implements IQueryHandler<GetSplit> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, page: { limit, cursor } }: GetSplit) {
    const [holds] = await this.database.prepared<Agreement>('agreement-of-course', HOLDS, [courseId, this.clock.now()]);
    if (!holds) throw new CourseNotFound();
    const values = [courseId, ...(cursor ?? LATEST), limit + 1];
    const rows = await this.database.prepared<Agreement>('agreements-of-course', LIST, values);
    const { items, nextCursor } = pageOf(rows, limit, row => [row.effectiveAt, row.setAt, row.id]);
    return {
      // Where nothing is agreed, each column is null.
      basisPoints: holds.basisPoints ?? USUAL_PART,
      holds: holds.id ? viewOf(holds) : null,
      items: items.map(viewOf),
      nextCursor,
    };
  }
}
