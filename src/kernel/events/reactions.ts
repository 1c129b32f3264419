import { getQueueToken } from '@nestjs/bull';
import { Injectable, OnModuleInit } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import type { Queue } from 'bull';
import type { DomainEvent } from '../domain/domain-event.ts';
import { type CommandReaction, type ProcessReaction, Reaction, type ReactionOptions } from './reaction.decorator.ts';

export interface RegisteredReaction extends ReactionOptions {
  readonly instance: Partial<CommandReaction<DomainEvent> & ProcessReaction<DomainEvent>>;
}

/** Every reaction of every context, found by its decorator. */
@Injectable()
export class Reactions implements OnModuleInit {
  private readonly byName = new Map<string, RegisteredReaction>();
  private readonly byType = new Map<string, RegisteredReaction[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly modules: ModuleRef,
  ) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders({ metadataKey: Reaction.KEY })) {
      const options = metatype && Reflect.getMetadata(Reaction.KEY, metatype);
      if (options && instance) this.register({ ...options, instance });
    }
  }

  to(type: string): readonly RegisteredReaction[] {
    return this.byType.get(type) ?? [];
  }

  named(name: string): RegisteredReaction | undefined {
    return this.byName.get(name);
  }

  /** The names of the reactions to each type of event. */
  namesByType(): Record<string, string[]> {
    return Object.fromEntries([...this.byType].map(([type, reactions]) => [type, reactions.map(({ name }) => name)]));
  }

  queues(): Queue[] {
    return [...new Set([...this.byName.values()].map(reaction => reaction.queue))].map(name => this.queue(name));
  }

  queue(name: string): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }

  private register(reaction: RegisteredReaction): void {
    if (this.byName.has(reaction.name)) throw new Error(`Two reactions are named ${reaction.name}`);
    this.byName.set(reaction.name, reaction);
    this.byType.set(reaction.to.type, [...this.to(reaction.to.type), reaction]);
  }
}
