const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const KEY_LIFETIME_MS = 23 * HOUR_MS;
const SILENCE_MS = 24 * HOUR_MS;
const SETTLING_MS = 5 * MINUTE_MS;

/** A request to the provider under a key of ours, of which we do not know what became. */
export interface Unanswered {
  readonly askedAt: Date;
  /** When the provider was heard to have kept an error as its answer under the key; null if it was not. */
  readonly spentAt: Date | null;
}

/**
 * Whether sending it again, under its key, has its effect at most once. The provider keeps a key for a day at least, so not
 * in the last hour of that; and there is no use in it once the key brings nothing but an error.
 */
export function mayRepeat({ askedAt, spentAt }: Unanswered, now: Date): boolean {
  return spentAt === null && now.getTime() - askedAt.getTime() <= KEY_LIFETIME_MS;
}

/**
 * Whether not finding it at the provider now proves that it had no effect and can have none any more. Its lists are
 * complete at every moment, so all that could follow is a request of ours that is still under way. There is none
 * - 24 hours after it was first asked for: the last repeat was sent an hour ago at the latest, and gave up within a minute;
 * - minutes after the provider kept an error under the key: nothing is sent from then on, and what was sent before has been
 *   answered. What it had begun before it failed would be in the list: the thing itself is written first.
 */
export function isOver({ askedAt, spentAt }: Unanswered, now: Date): boolean {
  const settled = spentAt !== null && now.getTime() - spentAt.getTime() >= SETTLING_MS;
  return settled || now.getTime() - askedAt.getTime() > SILENCE_MS;
}
