import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit.contract.ts';
import { HmacLinkTokens } from './gateways/hmac-link-tokens.ts';
import { LinkTokens } from './link-tokens.contract.ts';
import { NoAudit } from './temporary.ts';

/** What the contracts of identity promise to every other context. */
@Global()
@Module({
  providers: [
    { provide: AuditLog, useClass: NoAudit },
    { provide: LinkTokens, useClass: HmacLinkTokens },
  ],
  exports: [AuditLog, LinkTokens],
})
export class IdentityPortsModule {}
