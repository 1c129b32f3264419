import { type AuditedAct, AuditLog } from '../../identity/audit.contract.ts';

/** Keeps the acts of this context in memory, whatever becomes of their transaction. */
export class RememberedActs extends AuditLog {
  readonly acts: AuditedAct[] = [];

  override async record(act: AuditedAct): Promise<void> {
    if (act.action.startsWith('organizations.')) this.acts.push(act);
  }
}
