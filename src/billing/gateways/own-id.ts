const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

type Name = 'payment_id' | 'payout_id' | 'refund_id';

/** The id of ours that we gave to an object of Stripe's; null where there is none. */
export function ownIdIn(metadata: Readonly<Record<string, string>> | null | undefined, name: Name): string | null {
  const id = metadata?.[name];
  return id && UUID.test(id) ? id : null;
}
