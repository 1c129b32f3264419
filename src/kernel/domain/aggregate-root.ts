import { DomainEvent } from './domain-event.ts';

/** A consistency boundary: it is loaded, changed and stored whole, and records what happened to it. */
export abstract class AggregateRoot {
  private events?: DomainEvent[];

  protected record(event: DomainEvent): void {
    // Lazy, because hydration skips field initialisers.
    (this.events ??= []).push(event);
  }

  /** Hands over what was recorded since the last call, oldest first. The transaction stores it in the outbox. */
  pullEvents(): readonly DomainEvent[] {
    const events = this.events ?? [];
    this.events = undefined;
    return events;
  }
}
