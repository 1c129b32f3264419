import { OutcomeUnknown } from '../domain/payment.errors.ts';

const HOUR_MS = 3_600_000;
const KEY_LIFETIME_MS = 23 * HOUR_MS;
/** A repeat that was sent at the last moment has been answered long before. */
const SILENCE_MS = 24 * HOUR_MS;

/** Something to be made by the provider, once, under a key of our own. */
export interface Order<Told> {
  readonly orderedAt: Date;
  /** Whether the provider may have had it before. */
  readonly wasSent: boolean;
  /** Orders it under its key. @throws OutcomeUnknown */
  send(): Promise<Told>;
  /** Looks for what the provider has made of it. @throws OutcomeUnknown */
  look(): Promise<{ readonly told: readonly Told[]; readonly isMade: boolean }>;
  /** What is said of one that the provider has never made. */
  readonly neverMade: Told;
}

/**
 * Finds out what became of an order without ever having it made twice: by sending it, by looking for it, by repeating it
 * while the provider remembers its key, and by its absence when no request can be under way any more.
 * @returns undefined when the provider does not say
 */
export async function askProvider<Told>(order: Order<Told>, now: Date): Promise<readonly Told[] | undefined> {
  try {
    const age = now.getTime() - order.orderedAt.getTime();
    // The provider forgets keys after a day; from then on a repeat could be another one.
    const mayRepeat = age <= KEY_LIFETIME_MS;
    if (mayRepeat && !order.wasSent) return [await order.send()];
    const { told, isMade } = await order.look();
    if (isMade) return told;
    if (mayRepeat) return [...told, await order.send()];
    return age > SILENCE_MS ? [...told, order.neverMade] : undefined;
  } catch (error) {
    if (error instanceof OutcomeUnknown) return undefined;
    throw error;
  }
}
