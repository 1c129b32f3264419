import { AuditLog } from './audit.contract.ts';
import { IdentityProviders } from './domain/identity-providers.ts';
export class NoAudit extends AuditLog {
  async record() {}
}
export class NoProviders extends IdentityProviders {
  names = [];
  async begin(): Promise<never> {
    throw new Error('no');
  }
  async complete(): Promise<never> {
    throw new Error('no');
  }
}
