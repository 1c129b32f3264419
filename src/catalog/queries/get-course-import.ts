import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Database } from '../../kernel/persistence/database.ts';
import { ImportNotFound } from '../domain/import.errors.ts';
import type { courseImportView } from './course-import.view.ts';

/** How far an import is. @throws ImportNotFound */
export class GetCourseImport extends Query<z.infer<typeof courseImportView>> {
  constructor(readonly importId: string) {
    super();
  }
}

@QueryHandler(GetCourseImport)
export class GetCourseImportHandler implements IQueryHandler<GetCourseImport> {
  constructor(private readonly database: Database) {}

  async execute({ importId }: GetCourseImport) {
    const row = await this.database.kysely
      .selectFrom('catalog.imports')
      .select(['id', 'instructor_id', 'requested_at', 'rows', 'imported', 'refused', 'finished_at'])
      .where('id', '=', importId)
      .executeTakeFirst();
    if (!row) throw new ImportNotFound();
    const { instructor_id: instructorId, requested_at, finished_at, ...counts } = row;
    return {
      ...counts,
      instructorId,
      requestedAt: requested_at.toISOString(),
      finishedAt: finished_at?.toISOString() ?? null,
    } as z.infer<typeof courseImportView>;
  }
}
