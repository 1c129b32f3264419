import { randomUUID } from 'node:crypto';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

interface Refund {
  readonly state: string;
  readonly amount: { readonly amount: number };
}

/** @param amount minor units; without it all that is left @returns what was given back */
export async function giveBack(staff: Person, paymentId: string, amount?: number): Promise<number> {
  const wish = { paymentId, reason: 'requested_by_customer', ...(amount && { amount }) };
  const refund = (await staff.post<Refund>('/api/payments/refund', wish, randomUUID())).granted();
  expectSame('the state of the refund', refund.state, 'succeeded');
  return refund.amount.amount;
}
