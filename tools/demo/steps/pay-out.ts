import { randomUUID } from 'node:crypto';
import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';

interface Payout {
  readonly state: string;
  readonly failure: unknown;
}

export async function payOut(instructor: Person, currency: string): Promise<void> {
  const { state, failure } = (
    await instructor.post<Payout>('/api/payouts/request', { currency }, randomUUID())
  ).granted();
  expectSame('the payout', { state, failure }, { state: 'paid', failure: null });
}
