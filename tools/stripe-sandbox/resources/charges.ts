import { listRoute } from '../list-page.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { string, text } from '../parameters.ts';
import { type Routes, route } from '../route.ts';

export const chargeRoutes: Routes = {
  'GET /v1/charges': listRoute(
    'charge',
    '/v1/charges',
    { customer: string, payment_intent: string, transfer_group: string },
    (charge, { customer, payment_intent, transfer_group }) =>
      (customer === undefined || charge.customer === customer) &&
      (payment_intent === undefined || charge.payment_intent === payment_intent) &&
      (transfer_group === undefined || charge.transfer_group === transfer_group),
  ),

  'GET /v1/charges/:id': route({}, (call, _, id) => call.named('charge', id)),

  'POST /v1/charges/:id': route(
    { description: text, metadata, receipt_email: text },
    (call, { metadata, ...details }, id) => {
      const charge = call.named('charge', id);
      const updated = call.put({ ...charge, ...details, metadata: withMetadata(charge.metadata, metadata) });
      call.emit('charge.updated', updated);
      return updated;
    },
  ),
};
