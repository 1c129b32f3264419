import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit.contract.ts';
import { AuditController } from './http/audit.controller.ts';
import { KeepAuditLog } from './jobs/keep-audit-log.ts';
import { AuditChain } from './persistence/audit-chain.ts';
import { AuditLogRepository } from './persistence/audit-log.repository.ts';
import { auditFaults } from './processes/audit-faults.ts';
import { AuditUpkeep } from './processes/audit-upkeep.ts';
import { ListAuditHandler } from './queries/list-audit.ts';

/** Global, because every context records its acts here. */
@Global()
@Module({
  controllers: [AuditController],
  providers: [
    AuditChain,
    AuditUpkeep,
    KeepAuditLog,
    ListAuditHandler,
    auditFaults,
    { provide: AuditLog, useClass: AuditLogRepository },
  ],
  exports: [AuditLog],
})
export class AuditModule {}
