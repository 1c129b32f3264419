import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DomainEvent } from '../../kernel/domain/domain-event.ts';

export class ProviderEventReceived extends DomainEvent {
  static override readonly type = 'billing.provider_event_received';

  constructor(readonly providerEventId: string) {
    super();
  }
}

/** A notice from the payment provider, without anything that tells of a person. It is handled once, however often it is delivered. */
export class ProviderEvent extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly provider: string,
    /** The provider's own id of the event. */
    readonly eventId: string,
    readonly type: string,
    /** What the event is about: the provider's id of the payment, if it is one of ours. */
    readonly providerPaymentId: string | null,
    readonly paymentId: string | null,
    /** Of an event about what is kept for a customer: the provider's id of the customer. */
    readonly providerCustomerId: string | null,
    readonly payload: object,
    readonly receivedAt: Date,
    private _handledAt: Date | null,
  ) {
    super();
  }

  static receive(
    id: string,
    provider: string,
    { eventId, type, providerPaymentId, paymentId, providerCustomerId, payload }: VerifiedEvent,
    now: Date,
  ): ProviderEvent {
    const event = new ProviderEvent(
      id,
      provider,
      eventId,
      type,
      providerPaymentId,
      paymentId,
      providerCustomerId,
      payload,
      now,
      null,
    );
    event.record(new ProviderEventReceived(id));
    return event;
  }

  get isHandled(): boolean {
    return this._handledAt !== null;
  }

  handle(now: Date): void {
    this._handledAt ??= now;
  }
}

/** A notice that is known to come from the provider: its signature proved it, or the provider was asked. */
export interface VerifiedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly providerPaymentId: string | null;
  readonly paymentId: string | null;
  readonly providerCustomerId: string | null;
  readonly payload: object;
}

export abstract class ProviderEvents {
  abstract add(event: ProviderEvent): void;

  /** Locked until the transaction ends. */
  abstract lock(id: string): Promise<ProviderEvent | undefined>;
}

/** The provider's own list of its notices, for those that never arrived. */
export abstract class EventFeed {
  readonly provider!: string;

  /** What the provider noticed between two moments, newest first, a page at a time. @throws OutcomeUnknown */
  abstract between(from: Date, until: Date): AsyncIterable<readonly VerifiedEvent[]>;
}

/** Tells the provider's notices from forgeries. */
export abstract class EventVerifier {
  readonly provider!: string;

  /**
   * @throws WebhookDisabled without a secret
   * @throws InvalidSignature when no secret fits, the notice is too old, or it is meant for another mode
   */
  abstract verify(body: Buffer, signature: string | undefined): VerifiedEvent;
}
