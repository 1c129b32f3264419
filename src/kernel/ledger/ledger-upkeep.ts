import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { Every } from '../jobs/every.decorator.ts';
import { LEDGER_FAULTS } from '../observability/metrics.ts';
import { PostgresLedger } from './postgres-ledger.ts';

const SECOND = 1_000;
const BATCH = 1_000;

/** Seals the ledgers of all contexts off the hot path, and has each look for contradictions in itself. */
@Injectable()
export class LedgerUpkeep implements OnModuleInit {
  private readonly logger = new Logger(LedgerUpkeep.name);
  private ledgers: PostgresLedger[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    @InjectMetric(LEDGER_FAULTS) private readonly faults: Gauge,
  ) {}

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map(({ instance }) => instance);
    this.ledgers = instances.filter(instance => instance instanceof PostgresLedger);
  }

  @Every(SECOND)
  async seal(): Promise<void> {
    for (const ledger of this.ledgers) {
      while ((await ledger.seal(BATCH)) === BATCH) {
        // More are waiting.
      }
    }
  }

  /** An alert pages when the metric is not zero. */
  @Every(300 * SECOND)
  async examine(): Promise<void> {
    for (const ledger of this.ledgers) {
      const faults = await ledger.faults();
      this.faults.set({ ledger: ledger.schema }, faults.length);
      if (faults.length > 0)
        this.logger.error({ ledger: ledger.schema, faults: faults.slice(0, 10) }, 'A ledger contradicts itself');
    }
  }
}
