import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Interval } from '@nestjs/schedule';
import { ForgetWhatIsOver } from '../commands/forget-what-is-over.ts';

@Injectable()
export class ForgetWhatIsOverEveryHour {
  constructor(private readonly commands: CommandBus) {}

  @Interval(3_600_000)
  run(): Promise<void> {
    return this.commands.execute(new ForgetWhatIsOver());
  }
}
