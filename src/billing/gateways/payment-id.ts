import { ownIdIn } from './own-id.ts';

/** The id of our payment that we gave to an object of Stripe's; null where there is none. */
export function paymentIdIn(metadata: Readonly<Record<string, string>> | null | undefined): string | null {
  return ownIdIn(metadata, 'payment_id');
}
