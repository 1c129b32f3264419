import { AuditLog } from './audit.contract.ts';
export class NoAudit extends AuditLog {
  async record() {}
}
  names = [];
  async begin(): Promise<never> {
    throw new Error('no');
  }
  async complete(): Promise<never> {
    throw new Error('no');
  }
}
