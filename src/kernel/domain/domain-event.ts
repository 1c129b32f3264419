/**
 * Something that happened, named in the past tense. Its fields are what travels (as JSON), so they are plain values:
 * strings, numbers, booleans, arrays and objects of them.
 */
export abstract class DomainEvent {
  /** The name on the wire: `<context>.<event_in_snake_case>`. */
  static readonly type: string;
}

export interface DomainEventClass<E extends DomainEvent = DomainEvent> {
  readonly type: string;
  new (...fields: never[]): E;
}

export function typeOf(event: DomainEvent): string {
  return (event.constructor as unknown as DomainEventClass).type;
}
