import { listRoute } from '../list-page.ts';
import { string } from '../parameters.ts';
import { type Routes, route } from '../route.ts';

export const disputeRoutes: Routes = {
  'GET /v1/disputes': listRoute(
    'dispute',
    '/v1/disputes',
    { charge: string, payment_intent: string },
    (dispute, { charge, payment_intent }) =>
      (charge === undefined || dispute.charge === charge) &&
      (payment_intent === undefined || dispute.payment_intent === payment_intent),
  ),

  'GET /v1/disputes/:id': route({}, (call, _, id) => call.named('dispute', id)),
};
