import { EntityManager } from '@mikro-orm/postgresql';
import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Job } from 'bull';
import type { Counter } from 'prom-client';
import type { DomainEvent } from '../domain/domain-event.ts';
import { REACTIONS } from '../observability/metrics.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import { Transactions } from '../persistence/transactions.ts';
import type { ReactionJob } from './outbox-relay.ts';
import { Reactions, type RegisteredReaction } from './reactions.ts';

const CONCURRENCY = 8;

/** Works the queues: at-least-once delivery, and exactly one effect of each reaction to each event. */
@Injectable()
export class ReactionProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ReactionProcessor.name);

  constructor(
    private readonly reactions: Reactions,
    private readonly transactions: Transactions,
    private readonly commands: CommandBus,
    private readonly em: EntityManager,
    @InjectMetric(REACTIONS) private readonly outcomes: Counter,
  ) {}

  onApplicationBootstrap(): void {
    for (const queue of this.reactions.queues()) {
      queue.on('completed', job => this.outcomes.inc({ reaction: job.name, outcome: 'done' }));
      queue.on('failed', (job, error) => this.reportFailure(job, error));
      queue
        .process('*', CONCURRENCY, (job: Job<ReactionJob>) => this.react(job))
        .catch(error => this.logger.error(error, `The queue ${queue.name} is no longer worked`));
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.reactions.queues().map(queue => queue.pause(true)));
  }

  private reportFailure(job: Job, error: Error): void {
    this.outcomes.inc({ reaction: job.name, outcome: 'failed' });
    this.logger.warn({ reaction: job.name, attempt: job.attemptsMade, error: error.message }, 'A reaction failed');
  }

  private async react({ name, data }: Job<ReactionJob>): Promise<void> {
    const reaction = this.reactions.named(name);
    if (!reaction) throw new Error(`Nothing reacts as ${name}`);
    const event = Object.assign(Object.create(reaction.to.prototype), data.payload) as DomainEvent;
    await withTrace(traceFrom(data.traceparent), () =>
      reaction.instance.process ? this.runProcess(reaction, event, data) : this.runCommand(reaction, event, data),
    );
  }

  private async runCommand(reaction: RegisteredReaction, event: DomainEvent, job: ReactionJob): Promise<void> {
    await this.transactions.run(async () => {
      if (!(await this.markHandled(reaction, job))) return;
      const command = reaction.instance.command?.(event, envelopeOf(job));
      if (command) await this.commands.execute(command);
    });
  }

  private async runProcess(reaction: RegisteredReaction, event: DomainEvent, job: ReactionJob): Promise<void> {
    if (await this.isHandled(reaction, job)) return;
    await reaction.instance.process?.(event, envelopeOf(job));
    await this.markHandled(reaction, job);
  }

  private async isHandled({ name }: RegisteredReaction, { eventId }: ReactionJob): Promise<boolean> {
    const rows = await this.em.execute<unknown[]>(
      'select 1 as handled from kernel.inbox where event_id = ? and reaction = ?',
      [eventId, name],
    );
    return rows.length > 0;
  }

  /** @returns false when an earlier delivery has had its effect already */
  private async markHandled({ name }: RegisteredReaction, { eventId }: ReactionJob): Promise<boolean> {
    const rows = await this.em.execute<unknown[]>(
      'insert into kernel.inbox (event_id, reaction) values (?, ?) on conflict do nothing returning 1 as first',
      [eventId, name],
    );
    return rows.length > 0;
  }
}

function envelopeOf(job: ReactionJob) {
  return { id: job.eventId, occurredAt: new Date(job.occurredAt) };
}
