import { Body, Controller, Module, Post } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Azora } from '../../../test/support/azora.ts';
import { ConcurrentChange } from '../../kernel/domain/domain-error.ts';
import { OperationsModule } from '../../operations/operations.module.ts';
import { Public, Requires } from '../access.contract.ts';
import { type AuditedAct, AuditLog } from '../audit.contract.ts';

/** A command that is recorded and then does what the test says. */
export class Act extends Command<void> {
  constructor(
    readonly act: AuditedAct,
    readonly then: () => unknown = () => undefined,
  ) {
    super();
  }
}

@CommandHandler(Act)
class ActHandler implements ICommandHandler<Act> {
  constructor(private readonly audit: AuditLog) {}

  async execute({ act, then }: Act): Promise<void> {
    await this.audit.record(act);
    await then();
  }
}

const actRequest = z.strictObject({ subject: z.string(), refused: z.boolean().default(false) });

@Controller('api/acts')
class ActsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('signed-in')
  @Requires('account:read')
  signedIn(@Body({ schema: actRequest }) request: z.infer<typeof actRequest>) {
    return this.act(request);
  }

  @Post('anyone')
  @Public()
  anyone(@Body({ schema: actRequest }) request: z.infer<typeof actRequest>) {
    return this.act(request);
  }

  /** @throws ConcurrentChange when the answer is to be a problem although the act was done */
  private async act({ subject, refused }: z.infer<typeof actRequest>): Promise<void> {
    await this.commands.execute(new Act({ action: 'identity.acted', subject }));
    if (refused) throw new ConcurrentChange();
  }
}

@Module({ controllers: [ActsController], providers: [ActHandler] })
class ActsModule {}

/** The product, with acts in the place of the health probes. */
export function startWithActs(workers: 'on' | 'off' = 'off'): Promise<Azora> {
  return Azora.start({
    environment: { WORKERS: workers },
    override: builder => builder.overrideModule(OperationsModule).useModule(ActsModule),
  });
}
