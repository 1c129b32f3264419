import { DynamicModule } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { TransactionalCommandBus } from './transactional-command-bus.ts';

/** Nest's buses, with commands in transactions. */
export function transactionalCqrs(): DynamicModule {
  const cqrs = CqrsModule.forRoot();
  return {
    ...cqrs,
    providers: [...(cqrs.providers ?? []), { provide: CommandBus, useClass: TransactionalCommandBus }],
  };
}
