import { Injectable, Logger } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { Clock, DAY_MS } from '../../kernel/domain/clock.ts';
import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import { AuditChain, type AuditFault, type ChainEnd } from '../persistence/audit-chain.ts';
import { AUDIT_FAULTS } from './audit-faults.ts';

const BATCH = 1_000;
const ADDRESSES_KEPT_MS = 90 * DAY_MS;
const ANCHOR = 'audit:end';

/**
 * Seals the audit log off the hot path and looks for signs of tampering. The end of the chain is kept in Redis too, because
 * whoever rules the database can cut the chain off, or forge it anew, without any contradiction in the database.
 */
@Injectable()
export class AuditUpkeep {
  private readonly logger = new Logger(AuditUpkeep.name);

  constructor(
    private readonly chain: AuditChain,
    private readonly connection: RedisConnection,
    private readonly clock: Clock,
    @InjectMetric(AUDIT_FAULTS) private readonly faults: Gauge,
  ) {}

  async seal(): Promise<void> {
    let sealed = await this.chain.seal(BATCH);
    if (sealed === 0) return;
    while (sealed === BATCH) sealed = await this.chain.seal(BATCH);
    await this.anchor();
  }

  /** An alert pages when the metric is not zero. */
  async examine(): Promise<void> {
    const end = await this.chain.end();
    const faults = [...(await this.chain.faults()), ...(await this.faultsBeforeAnchor())];
    this.faults.set(faults.length);
    // Who collects the log has the ends of the chain, whatever becomes of Redis.
    if (faults.length === 0) this.logger.log({ end }, 'The audit log is whole');
    else this.logger.error({ end, faults: faults.slice(0, 10) }, 'The audit log was tampered with');
  }

  async forgetAddresses(): Promise<void> {
    await this.chain.forgetAddresses(new Date(this.clock.now().getTime() - ADDRESSES_KEPT_MS));
  }

  /** A chain that lost its anchor keeps the fault: the anchor does not move to what replaced it. */
  private async anchor(): Promise<void> {
    const end = await this.chain.end();
    if ((await this.faultsBeforeAnchor()).length === 0) await this.connection.redis.set(ANCHOR, JSON.stringify(end));
  }

  private async faultsBeforeAnchor(): Promise<AuditFault[]> {
    const kept = await this.connection.redis.get(ANCHOR);
    if (!kept) return [];
    const end = JSON.parse(kept) as ChainEnd;
    return (await this.chain.goesThrough(end)) ? [] : [{ fault: 'other end', subject: String(end.position) }];
  }
}
