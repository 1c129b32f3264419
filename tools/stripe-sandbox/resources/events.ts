import type { Call } from '../call.ts';
import { listRoute } from '../list-page.ts';
import { boolean, list, string } from '../parameters.ts';
import { matches } from '../pattern.ts';
import { type Routes, route } from '../route.ts';
import type { StoredEvent } from '../store.ts';
import { notFound } from '../stripe-error.ts';

const SHOWN_SECONDS = 30 * 24 * 60 * 60;

export const eventRoutes: Routes = {
  'GET /v1/events': listRoute(
    'event',
    '/v1/events',
    { type: string, types: list(string), delivery_success: boolean },
    (event, { type, types, delivery_success }, call) =>
      isShown(call, event) &&
      (type === undefined || matches(type, event.type)) &&
      (types === undefined || types.includes(event.type)) &&
      (delivery_success === undefined || delivery_success === isDelivered(call, event.id)),
  ),

  'GET /v1/events/:id': route({}, (call, _, id) => {
    const event = call.named('event', id);
    if (!isShown(call, event)) throw notFound('event', id);
    return event;
  }),
};

/** Stripe looks no further back. */
function isShown(call: Call, { created }: StoredEvent): boolean {
  return created > call.now - SHOWN_SECONDS;
}

/** An event nobody subscribed to counts as delivered. */
function isDelivered(call: Call, event: string): boolean {
  const delivery = call.store.platform.get('delivery', event);
  return delivery === undefined || delivery.state === 'delivered';
}
