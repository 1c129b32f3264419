import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArchiveCoursesOf } from '../commands/archive-courses-of.ts';

/** Nothing of an instructor is sold any more, for nobody could be paid for it. What was archived stays so, whatever fails after it. */
@Injectable()
export class RetireInstructor {
  constructor(private readonly commands: CommandBus) {}

  async retire(userId: string): Promise<void> {
    let others = true;
    while (others) others = await this.commands.execute(new ArchiveCoursesOf(userId));
  }
}
