import { Surprise } from '../surprise.ts';

const DAY_SECONDS = 86_400;

/** @param page any page of the Stripe sandbox */
export async function letDaysPassAtStripe(page: string, days: number): Promise<void> {
  const response = await fetch(new URL('/_sandbox/clock', page), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: days * DAY_SECONDS }),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Surprise('the clock of the Stripe sandbox to go on', `an answer ${response.status}`);
}
