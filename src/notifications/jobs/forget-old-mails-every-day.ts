import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ForgetOldMails } from '../commands/forget-old-mails.ts';

@Injectable()
export class ForgetOldMailsEveryDay {
  constructor(private readonly commands: CommandBus) {}

  @Every(86_400_000)
  run(): Promise<void> {
    return this.commands.execute(new ForgetOldMails());
  }
}
