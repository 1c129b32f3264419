import type { TestingModuleBuilder } from '@nestjs/testing';
import Stripe from 'stripe';
import { Environment } from '../../config/environment.ts';

/** How long it waits for an answer. */
export const PATIENCE_MS = 1_000;

/** Has the SDK ask once only and not wait long, so that a provider in trouble takes no time of the tests. */
export function withImpatientStripe(builder: TestingModuleBuilder): TestingModuleBuilder {
  const impatient = ({ STRIPE_SECRET_KEY, STRIPE_API_BASE }: Environment) => {
    const { hostname: host, port } = new URL(STRIPE_API_BASE ?? '');
    return new Stripe(STRIPE_SECRET_KEY, { host, port, protocol: 'http', timeout: PATIENCE_MS, maxNetworkRetries: 0 });
  };
  return builder.overrideProvider(Stripe).useFactory({ inject: [Environment], factory: impatient });
}
