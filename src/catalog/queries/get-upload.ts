import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

export interface Upload {
  /** The lesson that has got it; null until one has. */
  readonly lessonId: string | null;
}

/** An instructor's upload; undefined for another's too. */
export class GetUpload extends Query<Upload | undefined> {
  constructor(
    readonly fileId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

const SQL = `
  select lesson_id as "lessonId" from catalog.lesson_files
  where id = $1 and instructor_id = $2 and state <> 'discarded'`;

@QueryHandler(GetUpload)
export class GetUploadHandler implements IQueryHandler<GetUpload> {
  constructor(private readonly database: Database) {}

  async execute({ fileId, instructorId }: GetUpload): Promise<Upload | undefined> {
    const [row] = await this.database.prepared<Upload>('get-upload', SQL, [fileId, instructorId]);
    return row;
  }
}
