import { DiscoveryService } from '@nestjs/core';
import type { Command } from '@nestjs/cqrs';
import type { DomainEvent, DomainEventClass } from '../domain/domain-event.ts';

export interface ReactionOptions {
  /** The event it answers. */
  readonly to: DomainEventClass;
  /** `<do>-on-<event>`: the name of its file, of its job and of its line in the inbox, so it never changes. */
  readonly name: string;
  /** The Bull queue its jobs run on. */
  readonly queue: string;
}

/** What a reaction knows of an event beyond its fields. */
export interface EventEnvelope {
  readonly id: string;
  readonly occurredAt: Date;
}

/** Answers an event with a command, which runs in the transaction that marks the event as handled: exactly one effect.
 * Undefined when this event calls for nothing. */
export interface CommandReaction<E extends DomainEvent> {
  command(event: E, envelope: EventEnvelope): Command<unknown> | undefined;
}

/**
 * Answers an event with a process, which calls out of the system and therefore runs outside of any transaction: at least once.
 * The process itself records how far it got.
 */
export interface ProcessReaction<E extends DomainEvent> {
  process(event: E, envelope: EventEnvelope): Promise<void>;
}

/** Declares a provider as the reaction to an event. Each (event, reaction) is one Bull job, retried on its own. */
export const Reaction = DiscoveryService.createDecorator<ReactionOptions>();
