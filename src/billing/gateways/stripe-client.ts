import Stripe from 'stripe';
import type { Environment } from '../../config/environment.ts';

const TIMEOUT_MS = 10_000;
const RETRIES = 2;

/** The SDK, pointed at Stripe or at whatever speaks like it (`STRIPE_API_BASE`). */
export function stripeClient({ STRIPE_SECRET_KEY, STRIPE_API_BASE }: Environment): Stripe {
  const base = STRIPE_API_BASE ? new URL(STRIPE_API_BASE) : undefined;
  return new Stripe(STRIPE_SECRET_KEY, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === 'https:' ? 443 : 80),
      protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
    }),
  });
}
