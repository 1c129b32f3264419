/** How many seconds banks take to decide in the sandbox; with Stripe it is seconds to weeks. */
export const BANK_SECONDS = 60;
