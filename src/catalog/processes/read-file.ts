import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { FileLinkInvalid } from '../domain/file.errors.ts';
import { type ByteRange, type Bytes, FileStorage } from '../domain/file-storage.ts';
import { FileTickets } from '../domain/file-tickets.ts';
import { GetStoredFile, type StoredFile } from '../queries/get-stored-file.ts';

@Injectable()
export class ReadFile {
  constructor(
    private readonly queries: QueryBus,
    private readonly storage: FileStorage,
    private readonly tickets: FileTickets,
    private readonly clock: Clock,
  ) {}

  /** The file that a link leads to. @throws FileLinkInvalid */
  async find(ticket: string): Promise<StoredFile> {
    const fileId = this.tickets.fileOf(ticket, this.clock.now());
    const file = fileId && (await this.queries.execute(new GetStoredFile(fileId)));
    if (!file) throw new FileLinkInvalid();
    return file;
  }

  /** @throws FileLinkInvalid when it has just been deleted, FileStorageUnavailable */
  async read({ id }: StoredFile, range?: ByteRange): Promise<Bytes> {
    const bytes = await this.storage.read(id, range);
    if (!bytes) throw new FileLinkInvalid();
    return bytes;
  }
}
