import { randomUUID } from 'node:crypto';
import { eventually } from '../eventually.ts';
import type { Person } from '../person.ts';

interface Payment {
  readonly disputes: readonly { readonly id: string; readonly state: string }[];
}

/** Waits until it is heard of, leaves the money to the payer, and waits until the bank has decided so. */
export async function acceptDispute(staff: Person, payer: Person, paymentId: string): Promise<void> {
  const disputes = async () => (await payer.get<Payment>(`/api/payments/${paymentId}`)).granted().disputes;
  const [dispute] = await eventually(
    'a dispute that waits for an answer',
    disputes,
    ([it]) => it?.state === 'needs_response',
  );
  (await staff.post(`/api/admin/disputes/${dispute?.id}/accept`, undefined, randomUUID())).granted();
  await eventually('the dispute to be lost', disputes, ([it]) => it?.state === 'lost');
}
