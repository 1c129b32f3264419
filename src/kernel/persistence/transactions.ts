import { AsyncLocalStorage } from 'node:async_hooks';
import {
  DeadlockException,
  OptimisticLockError,
  TransactionPropagation,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AggregateRoot } from '../domain/aggregate-root.ts';
import { ConcurrentChange } from '../domain/domain-error.ts';
import type { DomainEvent } from '../domain/domain-event.ts';
import { Outbox } from '../events/outbox.ts';
import { CommitHooks } from './commit-hooks.ts';
import { ruleBehind } from './constraint-rules.ts';

const ATTEMPTS = 3;

/** Runs work in one database transaction; work inside work joins it. */
@Injectable()
export class Transactions {
  /** What the open transaction removes. */
  private readonly open = new AsyncLocalStorage<Set<object>>();

  constructor(
    private readonly em: EntityManager,
    private readonly outbox: Outbox,
    private readonly hooks: CommitHooks,
  ) {
    // Flushing, as looking for something does too, forgets what it deletes, and that has last words.
    em.getEventManager().registerSubscriber({
      beforeFlush: ({ uow }) => {
        for (const entity of uow.getRemoveStack()) this.open.getStore()?.add(entity);
      },
    });
  }

  /**
   * Commits what `work` changed and the events it recorded together, or nothing.
   * `work` may run again after a deadlock, so it must reach outside the database for nothing.
   * @throws ConcurrentChange on a lost optimistic lock, and the rule behind a violated unique constraint.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.open.getStore()) return work();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (error instanceof DeadlockException && attempt < ATTEMPTS) continue;
        throw meaningOf(error);
      }
    }
  }

  private async once<T>(work: () => Promise<T>): Promise<T> {
    let events: DomainEvent[] = [];
    const removed = new Set<object>();
    const result = await this.em.transactional(
      async em => {
        const value = await this.open.run(removed, work);
        await this.open.run(removed, () => em.flush());
        events = recordedEvents([...removed, ...em.getUnitOfWork().getIdentityMap()]);
        await this.outbox.store(em, events);
        return value;
      },
      { propagation: TransactionPropagation.REQUIRED, clear: true },
    );
    await this.hooks.afterCommit(events);
    return result;
  }
}

function recordedEvents(entities: object[]): DomainEvent[] {
  return entities.flatMap(entity => (entity instanceof AggregateRoot ? entity.pullEvents() : []));
}

function meaningOf(error: unknown): unknown {
  if (error instanceof OptimisticLockError) return new ConcurrentChange();
  if (error instanceof UniqueConstraintViolationException) return ruleBehind(error) ?? error;
  return error;
}
