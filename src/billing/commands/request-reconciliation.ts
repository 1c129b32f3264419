import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { assertOver, type Period, Reconciliations } from '../domain/reconciliations.ts';

/** Asks for a comparison with the provider. Asking again before it is made finds the same. @throws PeriodNotOver */
export class RequestReconciliation extends Command<{ id: string }> {
  constructor(
    readonly period: Period,
    readonly requestedBy: string,
  ) {
    super();
  }
}

@CommandHandler(RequestReconciliation)
export class RequestReconciliationHandler implements ICommandHandler<RequestReconciliation> {
  constructor(
    private readonly reconciliations: Reconciliations,
    private readonly clock: Clock,
  ) {}

  async execute({ period, requestedBy }: RequestReconciliation) {
    const now = this.clock.now();
    assertOver(period, now);
    return { id: await this.reconciliations.request(newId(), period, requestedBy, now) };
  }
}
