import type { Call } from '../call.ts';
import { listRoute } from '../list-page.ts';
import { boolean, list, string } from '../parameters.ts';
import { matches } from '../pattern.ts';
import { type Routes, route } from '../route.ts';

export const eventRoutes: Routes = {
  'GET /v1/events': listRoute(
    'event',
    '/v1/events',
    { type: string, types: list(string), delivery_success: boolean },
    (event, { type, types, delivery_success }, call) =>
      (type === undefined || matches(type, event.type)) &&
      (types === undefined || types.includes(event.type)) &&
      (delivery_success === undefined || delivery_success === isDelivered(call, event.id)),
  ),

  'GET /v1/events/:id': route({}, (call, _, id) => call.named('event', id)),
};

/** An event nobody subscribed to counts as delivered. */
function isDelivered(call: Call, event: string): boolean {
  const delivery = call.store.get('delivery', event);
  return delivery === undefined || delivery.state === 'delivered';
}
