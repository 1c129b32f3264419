import { readdirSync } from 'node:fs';
import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Redis } from 'ioredis';
import { Environment } from '../config/environment.ts';
import { Database } from '../kernel/persistence/database.ts';
import { MIGRATIONS } from '../kernel/persistence/orm.ts';

const PATIENCE_MS = 2_000;

/** What has to be there before a request may be sent to this process. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private readonly redis: Redis;
  private readonly newest = readdirSync(MIGRATIONS)
    .filter(file => file.includes('.migration.') && !file.endsWith('.map') && !file.endsWith('.d.ts'))
    .map(file => file.split('.', 1)[0] ?? '')
    .sort()
    .at(-1);
  private draining = false;

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    environment: Environment,
  ) {
    this.redis = new Redis(environment.REDIS_URL, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: PATIENCE_MS,
    });
    this.redis.on('error', () => undefined);
  }

  /** One check for each thing that is needed, to be run by Terminus. */
  checks() {
    return [
      () => this.check('postgresql', () => this.database.pool.query('select 1')),
      () => this.check('redis', () => this.redis.ping()),
      () => this.check('migrations', () => this.assertMigrated()),
      () => this.check('accepting', () => this.assertAccepting()),
    ];
  }

  /** Called for each of the two servers that answer probes. */
  beforeApplicationShutdown(): void {
    if (this.draining) return;
    this.draining = true;
    this.redis.disconnect();
  }

  private async check(name: string, probe: () => Promise<unknown>) {
    const indicator = this.indicators.check(name);
    const started = performance.now();
    try {
      await withPatience(probe());
      return indicator.up({ ms: Math.round(performance.now() - started) });
    } catch (error) {
      return indicator.down({ message: (error as Error).message });
    }
  }

  private async assertMigrated(): Promise<void> {
    const { rows } = await this.database.pool.query<{ name: string }>(
      'select name from azora_migrations order by name desc limit 1',
    );
    const applied = rows[0]?.name.split('.', 1)[0];
    if (applied !== this.newest)
      throw new Error(`the schema is at ${applied ?? 'nothing'}, the code at ${this.newest}`);
  }

  private async assertAccepting(): Promise<void> {
    if (this.draining) throw new Error('shutting down');
  }
}

async function withPatience(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  await Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
