import { newId } from './new-id.ts';
import { matches } from './pattern.ts';

export const faultNames = [
  // Trouble for API requests: `on` is a pattern of method and path, as in `POST /v1/payment_intents/*`.
  'answer_lost',
  'conflict',
  'declined',
  'processing',
  'rate_limited',
  'refused',
  'server_error',
  'slow',
  // Trouble for webhooks: `on` is a pattern of event types, as in `charge.*`.
  'before_answer',
  'doubled',
  'late',
  'paused',
  'reordered',
] as const;

export type FaultName = (typeof faultNames)[number];

/** Without `times` it lasts until it is cleared; without `probability` it strikes always. */
export interface Fault {
  fault: FaultName;
  on: string;
  times?: number;
  probability?: number;
  /** How long `slow` and `late` take; how long `reordered` holds an event that no other follows. */
  ms?: number;
  /** The error code of `refused`. */
  code?: string;
  /** Why the bank refuses where `declined` strikes. */
  decline_code?: string;
  /** Whether `server_error` comes after the effect instead of in its place; `half`: after an intent was made, before it is confirmed. */
  effect?: boolean | 'half';
}

export class Faults {
  /** Called when faults were lifted: what they held may go. */
  onCleared: () => void = () => {};
  private readonly planted = new Map<string, Fault>();
  private readonly random: () => number;

  constructor(random: () => number = Math.random) {
    this.random = random;
  }

  add(fault: Fault): string {
    const id = newId('fault', 8);
    this.planted.set(id, { ...fault });
    return id;
  }

  list(): ({ id: string } & Fault)[] {
    return [...this.planted].map(([id, fault]) => ({ id, ...fault }));
  }

  clear(id?: string): void {
    if (id === undefined) this.planted.clear();
    else this.planted.delete(id);
    this.onCleared();
  }

  /** The fault of this name that strikes the subject now, if any; a limited one is used up by it. */
  strike(name: FaultName, subject: string): Fault | undefined {
    for (const [id, fault] of this.planted) {
      if (fault.fault !== name || !matches(fault.on, subject)) continue;
      if (fault.probability !== undefined && this.random() >= fault.probability) continue;
      if (fault.times !== undefined && --fault.times <= 0) this.planted.delete(id);
      return fault;
    }
    return undefined;
  }
}
