import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Interval } from '@nestjs/schedule';
import { ForgetOldMails } from '../commands/forget-old-mails.ts';

@Injectable()
export class ForgetOldMailsEveryDay {
  constructor(private readonly commands: CommandBus) {}

  @Interval(86_400_000)
  run(): Promise<void> {
    return this.commands.execute(new ForgetOldMails());
  }
}
