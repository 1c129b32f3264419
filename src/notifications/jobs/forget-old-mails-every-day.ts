import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { Every } from '../../kernel/jobs/every.decorator.ts';
import { ForgetOldMails } from '../commands/forget-old-mails.ts';

@Injectable()
export class ForgetOldMailsEveryDay {
  constructor(private readonly commands: CommandBus) {}

  @Every(DAY_MS)
  run(): Promise<void> {
    return this.commands.execute(new ForgetOldMails());
  }
}
