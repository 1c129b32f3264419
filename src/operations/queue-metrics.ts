import { Injectable } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import { Reactions } from '../kernel/events/reactions.ts';
import { Database } from '../kernel/persistence/database.ts';

/** Measured when somebody looks, so that an idle system does nothing for it. */
@Injectable()
export class QueueMetrics {
  constructor(reactions: Reactions, database: Database) {
    gauge('queue_jobs', 'Jobs of a queue, by state', ['queue', 'state'], async jobs => {
      for (const queue of reactions.queues()) {
        const counts = await queue.getJobCounts();
        for (const state of ['waiting', 'active', 'delayed', 'failed'] as const)
          jobs.set({ queue: queue.name, state }, counts[state]);
      }
    });
    gauge('outbox_oldest_seconds', 'Age of the oldest event that waits to be relayed', [], async age => {
      const { rows } = await database.pool.query(
        'select coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 as age from kernel.outbox where published_at is null',
      );
      age.set(rows[0].age);
    });
  }
}

function gauge(name: string, help: string, labelNames: string[], measure: (gauge: Gauge) => Promise<void>): void {
  register.removeSingleMetric(name);
  const created: Gauge = new Gauge({ name, help, labelNames, collect: () => measure(created) });
}
