/**
 * Something that happened, named in the past tense. Its fields are what travels (as JSON), so they are plain values:
 * strings, numbers, booleans, arrays and objects of them.
 */
export abstract class DomainEvent {
  /** The name on the wire: `<context>.<event_in_snake_case>`. */
  static readonly type: string;
  /** Whether the fields name a person or tell an address: then it is forgotten as soon as every reaction to it has run. */
  static readonly personal: boolean = false;
}

export interface DomainEventClass<E extends DomainEvent = DomainEvent> {
  readonly type: string;
  readonly personal: boolean;
  new (...fields: never[]): E;
}

export function classOf(event: DomainEvent): DomainEventClass {
  return event.constructor as unknown as DomainEventClass;
}

export function typeOf(event: DomainEvent): string {
  return classOf(event).type;
}
