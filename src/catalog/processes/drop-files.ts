import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DiscardUnusedFiles } from '../commands/discard-unused-files.ts';
import { DiscardUpload } from '../commands/discard-upload.ts';
import { ForgetFile } from '../commands/forget-file.ts';
import { TakeFilesToDrop } from '../commands/take-files-to-drop.ts';
import { FileStorage } from '../domain/file-storage.ts';

/** First a file is out of use, then its bytes go, then nobody knows of it: whatever fails is done by the next sweep. */
@Injectable()
export class DropFiles {
  private readonly logger = new Logger(DropFiles.name);

  constructor(
    private readonly commands: CommandBus,
    private readonly storage: FileStorage,
  ) {}

  /** Does what an upload needs to become a lesson's file; when it fails, nothing of the upload is left. @throws what the work throws */
  async unlessDone<T>(fileId: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.giveUp(fileId);
      throw error;
    }
  }

  /** Leaves nothing of an upload that came to nothing. It never fails. */
  async giveUp(fileId: string): Promise<void> {
    try {
      if (await this.commands.execute(new DiscardUpload(fileId))) await this.drop(fileId);
    } catch (error) {
      this.logger.warn({ fileId, error }, 'An upload could not be cleared away yet');
    }
  }

  async sweep(): Promise<void> {
    await this.commands.execute(new DiscardUnusedFiles());
    for (;;) {
      const taken = await this.commands.execute(new TakeFilesToDrop());
      if (taken.length === 0) return;
      for (const fileId of taken) await this.dropTaken(fileId);
    }
  }

  private async dropTaken(fileId: string): Promise<void> {
    await this.drop(fileId).catch(error => {
      this.logger.warn({ fileId, error }, 'A file could not be deleted yet');
    });
  }

  private async drop(fileId: string): Promise<void> {
    await this.storage.delete(fileId);
    await this.commands.execute(new ForgetFile(fileId));
  }
}
