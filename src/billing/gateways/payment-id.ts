const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The id of our payment that we gave to an object of Stripe's; null where there is none. */
export function paymentIdIn(metadata: Readonly<Record<string, string>> | null | undefined): string | null {
  const id = metadata?.payment_id;
  return id && UUID.test(id) ? id : null;
}
