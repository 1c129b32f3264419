import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { currentTrace } from '../../kernel/observability/trace.ts';
import { type AuditedAct, AuditLog } from '../audit.contract.ts';
import { canonicalJson } from './canonical-json.ts';

const RECORD = `
  with origin as (select gen_random_uuid() as salt, ?::inet as address),
  line as (
    insert into identity.audit_log (id, occurred_at, actor, api_key_id, on_behalf_of, action, subject, trace_id,
                                    before_hash, after_hash, address_hash)
    select ?, ?, ?, ?, ?, ?, ?, ?, decode(?, 'hex'), decode(?, 'hex'), identity.audit_address_hash(salt, address) from origin
    returning id
  ), waiting as (
    insert into identity.audit_unsealed select id from line
  )
  insert into identity.audit_addresses select id, salt, address from line, origin where address is not null`;

@Injectable()
export class AuditLogRepository extends AuditLog {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async record({ action, subject, onBehalfOf, actor, before, after }: AuditedAct): Promise<void> {
    if (!this.em.isInTransaction()) throw new Error(`${action} has to be recorded by the command that does it`);
    const { traceId, address, actor: principal } = currentTrace() ?? {};
    const userId = principal?.userId ?? actor;
    const nobody = address === undefined ? 'system' : 'visitor';
    await this.em.execute(RECORD, [
      storable(address),
      newId(),
      this.clock.now(),
      userId ? `user:${userId}` : nobody,
      principal?.apiKeyId ?? null,
      onBehalfOf ?? null,
      action,
      subject,
      traceId ?? null,
      hashOf(before),
      hashOf(after),
    ]);
  }
}

/** In hexadecimal; nothing of nothing. */
function hashOf(state: unknown): string | null {
  return state === undefined ? null : createHash('sha256').update(canonicalJson(state)).digest('hex');
}

/** An address as PostgreSQL takes it: without the zone of a link, and IPv4 in one spelling. A proxy may send what is none. */
function storable(address = ''): string | null {
  const [host = ''] = address.split('%', 1);
  return isIP(host) ? host.replace(/^::ffff:(?=\d+\.)/i, '') : null;
}
