import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';

/** Keeps that a charge was refused: the command that refused it has left no trace. */
export class ReportTooManyCharges extends Command<void> {
  constructor(readonly payerId: string) {
    super();
  }
}

@CommandHandler(ReportTooManyCharges)
export class ReportTooManyChargesHandler implements ICommandHandler<ReportTooManyCharges> {
  constructor(private readonly audit: AuditLog) {}

  async execute({ payerId }: ReportTooManyCharges): Promise<void> {
    await this.audit.record({ action: 'billing.charges_refused', subject: `user:${payerId}` });
  }
}
