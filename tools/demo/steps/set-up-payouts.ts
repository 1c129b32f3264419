import { eventually } from '../eventually.ts';
import type { Person } from '../person.ts';
import { Surprise } from '../surprise.ts';

/** Follows the link to Stripe, and fills in its form as a person would in the Stripe sandbox. */
export async function setUpPayouts(instructor: Person): Promise<void> {
  const { url } = (await instructor.post<{ url: string }>('/api/payouts/onboard')).granted();
  const body = new URLSearchParams({ outcome: 'complete', account_number: '000123456789' });
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  await response.body?.cancel();
  if (response.status >= 400) throw new Surprise('Stripe to take the form', `an answer ${response.status}`);
  await eventually(
    'an account that can receive',
    async () => (await instructor.get<{ account: { state: string } }>('/api/payouts/balance')).granted(),
    ({ account }) => account.state === 'ready',
  );
}
