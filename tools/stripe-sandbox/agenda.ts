import type { Appointment, Store } from './store.ts';

/** What will happen by itself: a bank decides, a payout arrives. */
export class Agenda {
  private readonly store: Store;
  private readonly waiting = new Map<string, Appointment>();
  /** Spares every request a walk through the appointments. */
  private earliest = Infinity;

  constructor(store: Store) {
    this.store = store;
    for (const appointment of store.all('appointment')) if (appointment.state === 'waiting') this.expect(appointment);
  }

  /** The same thing at the same time is one appointment. */
  add(appointment: Pick<Appointment, 'account' | 'at' | 'detail' | 'subject' | 'what'>): void {
    const { what, account, subject, at } = appointment;
    const id = `${what}/${account ?? ''}/${subject}/${at}`;
    if (this.waiting.has(id)) return;
    this.expect(this.store.put({ id, object: 'appointment', ...appointment, state: 'waiting' }));
  }

  /** The first that is due, which then no longer waits. */
  take(now: number): Appointment | undefined {
    if (now < this.earliest) return undefined;
    const [due, next] = [...this.waiting.values()].sort((a, b) => a.at - b.at);
    this.earliest = next?.at ?? Infinity;
    if (!due) return undefined;
    this.waiting.delete(due.id);
    return this.store.put({ ...due, state: 'kept' });
  }

  private expect(appointment: Appointment): void {
    this.waiting.set(appointment.id, appointment);
    this.earliest = Math.min(this.earliest, appointment.at);
  }
}
