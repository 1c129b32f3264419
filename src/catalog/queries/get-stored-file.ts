import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly receivedAt: Date;
}

/** A file that can be sent to people; undefined for one that was not received, or is infected. */
export class GetStoredFile extends Query<StoredFile | undefined> {
  constructor(readonly fileId: string) {
    super();
  }
}

const SQL = `
  select id, name, type, bytes, since as "receivedAt" from catalog.lesson_files
  where id = $1 and state in ('unscanned', 'scanning', 'clean')`;

@QueryHandler(GetStoredFile)
export class GetStoredFileHandler implements IQueryHandler<GetStoredFile> {
  constructor(private readonly database: Database) {}

  async execute({ fileId }: GetStoredFile): Promise<StoredFile | undefined> {
    const [row] = await this.database.prepared<StoredFile>('get-stored-file', SQL, [fileId]);
    return row;
  }
}
