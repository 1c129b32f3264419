import { createHmac, timingSafeEqual } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { type AuditedAct, AuditLog } from '../../src/identity/audit.contract.ts';
import { type LinkPurpose, LinkTokens } from '../../src/identity/link-tokens.contract.ts';

/** Keeps acts in memory, whatever becomes of their transaction. */
export class RememberedActs extends AuditLog {
  readonly acts: AuditedAct[] = [];

  override async record(act: AuditedAct): Promise<void> {
    this.acts.push(act);
  }
}

/** Tokens as the contract describes them, under a key that is no secret. */
export class PlainLinkTokens extends LinkTokens {
  override tokenFor(purpose: LinkPurpose, id: string): string {
    const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
    return Buffer.concat([bytes, codeOf(purpose, bytes)]).toString('base64url');
  }

  override idIn(purpose: LinkPurpose, token: string): string | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== 48 || bytes.toString('base64url') !== token) return undefined;
    const id = bytes.subarray(0, 16);
    if (!timingSafeEqual(bytes.subarray(16), codeOf(purpose, id))) return undefined;
    return id.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  override link(path: string, purpose: LinkPurpose, id: string): string {
    return `http://127.0.0.1${path}#${this.tokenFor(purpose, id)}`;
  }
}

function codeOf(purpose: LinkPurpose, id: Buffer): Buffer {
  return createHmac('sha256', 'a key of the tests').update(purpose).update(id).digest();
}

/** Stands in for the ports of identity that it does not provide itself. */
@Global()
@Module({
  providers: [
    { provide: AuditLog, useClass: RememberedActs },
    { provide: LinkTokens, useClass: PlainLinkTokens },
  ],
  exports: [AuditLog, LinkTokens],
})
export class IdentityPorts {}
