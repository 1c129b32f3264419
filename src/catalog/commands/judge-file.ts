import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LessonFiles } from '../domain/lesson-files.ts';
import type { Verdict } from '../domain/virus-scanner.ts';

/** A file was scanned. The first verdict counts. */
export class JudgeFile extends Command<void> {
  constructor(
    readonly fileId: string,
    readonly verdict: Verdict,
  ) {
    super();
  }
}

@CommandHandler(JudgeFile)
export class JudgeFileHandler implements ICommandHandler<JudgeFile> {
  constructor(private readonly files: LessonFiles) {}

  async execute({ fileId, verdict }: JudgeFile): Promise<void> {
    const file = await this.files.find(fileId);
    file?.judge(verdict);
  }
}
