import { AuditLog } from './audit.contract.ts';
export class NoAudit extends AuditLog {
  async record() {}
}
