import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Transactions } from '../persistence/transactions.ts';

/** One command is one transaction: handlers never flush. A command that a handler or a reaction sends joins theirs. */
@Injectable()
export class TransactionalCommandBus extends CommandBus {
  // Nest inherits the injection of the parent's second parameter, so it keeps its place.
  constructor(
    modules: ModuleRef,
    options: object | undefined,
    private readonly transactions: Transactions,
  ) {
    super(modules, options as never);
  }

  override execute<R>(command: Command<R>): Promise<R>;
  override execute<C, R>(command: C): Promise<R>;
  override execute(command: object): Promise<unknown> {
    return this.transactions.run(() => super.execute(command));
  }
}
