import { OutcomeUnknown } from '../domain/payment.errors.ts';
import { isOver, mayRepeat, type Unanswered } from '../domain/unanswered.ts';

/** Something to be made by the provider, once, under a key of our own. */
export interface Order<Told> extends Unanswered {
  /** Whether the provider may have had it before. */
  readonly wasSent: boolean;
  /** Orders it under its key. @throws OutcomeUnknown */
  send(): Promise<Told>;
  /** @returns what the provider says of it, if it has made it @throws OutcomeUnknown */
  look(): Promise<Told | undefined>;
  /** What is said of one that the provider has never made. */
  neverMade(): Told;
}

/**
 * Finds out what became of an order without ever having it made twice: by sending it, by looking for it, by its absence
 * when no request can be under way any more, and by repeating it while the provider remembers its key.
 * @throws OutcomeUnknown when the provider does not say
 */
export async function askProvider<Told>(order: Order<Told>, now: Date): Promise<Told> {
  if (!order.wasSent && mayRepeat(order, now)) return order.send();
  const made = await order.look();
  if (made !== undefined) return made;
  if (isOver(order, now)) return order.neverMade();
  if (mayRepeat(order, now)) return order.send();
  throw new OutcomeUnknown();
}
