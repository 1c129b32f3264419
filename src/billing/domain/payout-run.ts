import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DomainEvent } from '../../kernel/domain/domain-event.ts';
import type { PayoutPolicy } from './payout-policy.ts';

/** Somebody is due in a run. */
export class PayoutDue extends DomainEvent {
  static override readonly type = 'billing.payout_due';

  constructor(
    readonly runId: string,
    readonly payeeId: string,
    readonly currency: string,
  ) {
    super();
  }
}

/** What starts a run, once: the first day of a month, or an administrator's request. */
export type RunCause = { readonly month: string } | { readonly operationId: string; readonly startedBy: string };

/** Paying out to everybody who has enough available and an account that is ready. */
export class PayoutRun extends AggregateRoot {
  constructor(
    readonly id: string,
    /** `2026-12`; null for one that was asked for. */
    readonly month: string | null,
    readonly operationId: string | null,
    readonly startedBy: string | null,
    readonly startedAt: Date,
  ) {
    super();
  }

  static start(id: string, cause: RunCause, now: Date): PayoutRun {
    return 'month' in cause
      ? new PayoutRun(id, cause.month, null, null, now)
      : new PayoutRun(id, null, cause.operationId, cause.startedBy, now);
  }

  /** Each is paid by itself, so that one who can not be does not stop the others. */
  call(due: readonly { payeeId: string; currency: string }[]): void {
    for (const { payeeId, currency } of due) this.record(new PayoutDue(this.id, payeeId, currency));
  }
}

export abstract class PayoutRuns {
  abstract add(run: PayoutRun): void;

  abstract of(cause: RunCause): Promise<{ readonly id: string } | undefined>;

  /** Writes down everybody to whom we owe anything, and why some are skipped. @returns those who are due */
  abstract plan(runId: string, policy: PayoutPolicy, now: Date): Promise<{ payeeId: string; currency: string }[]>;

  /** Notes why somebody who was due is not paid after all. */
  abstract skip(due: PayoutDue, reason: string): Promise<void>;
}
