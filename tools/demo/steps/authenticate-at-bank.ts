import { Surprise } from '../surprise.ts';

/** Presses "Complete authentication", as a person would in the Stripe sandbox. */
export async function authenticateAtBank(url: string): Promise<void> {
  const body = new URLSearchParams({ outcome: 'complete' });
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  await response.body?.cancel();
  if (response.status >= 400) throw new Surprise('the bank to take the confirmation', `an answer ${response.status}`);
}
