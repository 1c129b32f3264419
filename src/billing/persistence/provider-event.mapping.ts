import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { AlreadyReceived } from '../domain/provider-event.errors.ts';
import { ProviderEvent } from '../domain/provider-event.ts';

export const providerEventMapping = defineEntity({
  class: ProviderEvent,
  schema: 'billing',
  tableName: 'provider_events',
  properties: {
    id: p.uuid().primary(),
    provider: p.text(),
    eventId: p.text(),
    type: p.text(),
    providerPaymentId: p.text().nullable(),
    paymentId: p.uuid().nullable(),
    providerCustomerId: p.text().nullable(),
    payload: p.json().$type<object>(),
    receivedAt: p.datetime().columnType('timestamptz'),
    _handledAt: p.datetime().columnType('timestamptz').nullable().fieldName('handled_at'),
  },
});

constraintGuards('provider_events_once', () => new AlreadyReceived());
