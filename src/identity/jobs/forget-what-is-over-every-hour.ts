import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ForgetWhatIsOver } from '../commands/forget-what-is-over.ts';

@Injectable()
export class ForgetWhatIsOverEveryHour {
  constructor(private readonly commands: CommandBus) {}

  @Every(3_600_000)
  run(): Promise<void> {
    return this.commands.execute(new ForgetWhatIsOver());
  }
}
