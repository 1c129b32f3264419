import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { JudgeFile } from '../commands/judge-file.ts';
import { TakeFileToScan } from '../commands/take-file-to-scan.ts';
import { FileStorage } from '../domain/file-storage.ts';
import { Scanning, VirusScanner } from '../domain/virus-scanner.ts';

/** Looks for viruses in files, one after the other. What could not be scanned is taken again minutes later. */
@Injectable()
export class ScanFiles {
  private readonly logger = new Logger(ScanFiles.name);
  private round?: Promise<void>;

  constructor(
    private readonly commands: CommandBus,
    private readonly storage: FileStorage,
    private readonly scanner: VirusScanner,
    private readonly scanning: Scanning,
  ) {}

  /** Scans all that wait. Asked for while it is at it, it does not begin a second time. */
  async scan(): Promise<void> {
    if (!this.scanning.required) return;
    this.round ??= this.scanAll().finally(() => {
      this.round = undefined;
    });
    await this.round;
  }

  private async scanAll(): Promise<void> {
    for (;;) {
      const fileId = await this.commands.execute(new TakeFileToScan());
      if (!fileId) return;
      await this.scanOne(fileId).catch(error => {
        this.logger.warn({ fileId, error: String(error) }, 'A file could not be scanned yet');
      });
    }
  }

  private async scanOne(fileId: string): Promise<void> {
    const bytes = await this.storage.read(fileId);
    if (!bytes) throw new Error('It is not in the store');
    await this.commands.execute(new JudgeFile(fileId, await this.scanner.scan(bytes)));
  }
}
