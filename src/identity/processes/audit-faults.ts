import { makeGaugeProvider } from '@willsoto/nestjs-prometheus';

export const AUDIT_FAULTS = 'audit_faults';

export const auditFaults = makeGaugeProvider({
  name: AUDIT_FAULTS,
  help: 'Signs of tampering that the audit log found in itself when it last looked',
});
