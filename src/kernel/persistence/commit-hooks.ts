import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../domain/domain-event.ts';

type Hook = (events: readonly DomainEvent[]) => Promise<void>;

/** What has to happen after a commit and before its caller hears of it: caches forget what the events changed. */
@Injectable()
export class CommitHooks {
  private readonly hooks: Hook[] = [];

  add(hook: Hook): void {
    this.hooks.push(hook);
  }

  async afterCommit(events: readonly DomainEvent[]): Promise<void> {
    if (events.length > 0) await Promise.all(this.hooks.map(hook => hook(events)));
  }
}
