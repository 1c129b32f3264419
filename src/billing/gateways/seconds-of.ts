/** A moment as Stripe writes it. */
export function secondsOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000);
}
