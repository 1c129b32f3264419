import type Stripe from 'stripe';
import { BANK_SECONDS } from '../bank-time.ts';
import type { Call } from '../call.ts';
import { closeDispute, isInquiry } from '../decide-dispute.ts';
import { listRoute } from '../list-page.ts';
import { metadata, withMetadata } from '../metadata.ts';
import { noEvidence } from '../open-dispute.ts';
import { boolean, hash, string, text } from '../parameters.ts';
import { previousAttributes } from '../previous-attributes.ts';
import { ignored, type Routes, route } from '../route.ts';
import { invalidRequest, type StripeError } from '../stripe-error.ts';

const { enhanced_evidence, ...texts } = noEvidence;

const evidence = hash({
  ...(Object.fromEntries(Object.keys(texts).map(name => [name, text])) as Record<keyof typeof texts, typeof text>),
  ...ignored('enhanced_evidence'),
});

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

  'POST /v1/disputes/:id': route({ evidence, metadata, submit: boolean }, (call, params, id) => {
    const before = call.named('dispute', id);
    const { submit = params.evidence !== undefined } = params;
    if ((submit || params.evidence) && !before.status.endsWith('needs_response')) throw answered(before);
    const noted = { ...before, metadata: withMetadata(before.metadata, params.metadata) };
    const staged = params.evidence ? withEvidence(noted, params.evidence) : noted;
    const after = call.put(submit ? submitted(call, staged) : staged);
    call.emit('charge.dispute.updated', after, previousAttributes(before, after));
    return after;
  }),

  'POST /v1/disputes/:id/close': route({}, (call, _, id) => {
    const dispute = call.named('dispute', id);
    if (dispute.status !== 'needs_response') throw answered(dispute);
    return closeDispute(call, dispute, 'lost');
  }),
};

function answered({ status }: Stripe.Dispute): StripeError {
  return invalidRequest(`This dispute can no longer be answered: it has a status of ${status}.`);
}

function withEvidence(
  dispute: Stripe.Dispute,
  { enhanced_evidence, ...given }: ReturnType<typeof evidence>,
): Stripe.Dispute {
  return {
    ...dispute,
    evidence: { ...dispute.evidence, ...given },
    evidence_details: { ...dispute.evidence_details, has_evidence: true },
  };
}

function submitted(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  call.later(call.now + BANK_SECONDS, 'evidence_is_judged', dispute.id);
  const { evidence_details } = dispute;
  return {
    ...dispute,
    evidence_details: {
      ...evidence_details,
      submission_count: evidence_details.submission_count + 1,
      submission_method: 'manual',
    },
    status: isInquiry(dispute) ? 'warning_under_review' : 'under_review',
  };
}
