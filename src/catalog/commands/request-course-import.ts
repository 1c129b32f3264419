import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { CourseImport } from '../domain/course-import.ts';
import { CourseImports } from '../domain/course-imports.ts';
import type { CourseRow } from '../domain/read-course-row.ts';

/** Keeps what is to be imported. The work follows in the background. */
export class RequestCourseImport extends Command<void> {
  constructor(
    readonly importId: string,
    readonly requestedBy: string,
    readonly instructorId: string,
    readonly currency: string,
    readonly rows: readonly (CourseRow | null)[],
  ) {
    super();
  }
}

@CommandHandler(RequestCourseImport)
export class RequestCourseImportHandler implements ICommandHandler<RequestCourseImport> {
  constructor(
    private readonly imports: CourseImports,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ importId, requestedBy, instructorId, currency, rows }: RequestCourseImport): Promise<void> {
    const now = this.clock.now();
    const requested = CourseImport.request(importId, requestedBy, instructorId, currency, rows.length, now);
    await this.imports.add(requested, rows);
    await this.audit.record({
      action: 'catalog.import_requested',
      subject: `import:${importId}`,
      onBehalfOf: instructorId,
      after: { rows: rows.length },
    });
  }
}
