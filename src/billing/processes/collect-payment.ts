import { Injectable, Logger } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Counter } from 'prom-client';
import { Clock } from '../../kernel/domain/clock.ts';
import { type CollectionView, PaymentCollection, type Purpose, type Submission } from '../billing.contract.ts';
import { ForgetCustomer } from '../commands/forget-customer.ts';
import { LoseTrack } from '../commands/lose-track.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { ReportTooManyCharges } from '../commands/report-too-many-charges.ts';
import { SubmitPayment } from '../commands/submit-payment.ts';
import { VoidPayment } from '../commands/void-payment.ts';
import {
  AlreadyPaid,
  OutcomeUnknown,
  PaymentDeclined,
  PaymentNotFound,
  PaymentVoided,
  TooManyCharges,
} from '../domain/payment.errors.ts';
import { PaymentGateway, type ProviderPayment, waitsForPayer } from '../domain/payment-gateway.ts';
import { CustomerGone, PaymentMethodRequired } from '../domain/payment-method.errors.ts';
import { type Collectable, GetCollectable } from '../queries/get-collectable.ts';
import { GetPaymentMethod } from '../queries/get-payment-method.ts';
import { askProvider } from './ask-provider.ts';
import { CHARGES_REFUSED } from './charges-refused.ts';
import { IntroduceCustomer } from './introduce-customer.ts';

/** How long a payer has to confirm a payment. */
const CONFIRMATION_MS = 24 * 3_600_000;

/** Within it a request of ours has been answered, or given up. */
const REQUEST_MS = 60_000;

const NOT_CONFIRMED = {
  state: 'failed',
  failure: { code: 'not_confirmed', message: 'The payment provider has not charged this payment. Try again.' },
} as const;

const NEVER_MADE = notCharged('never_made', 'The payment provider has not made this payment. Nothing was charged.');
/** Under the key of this attempt the provider answers so again: the next one is of the customer made anew. */
const CUSTOMER_GONE = notCharged(
  'customer_gone',
  'The payment provider does not know you any more. Try again, with another payment method.',
);

/** The intent is committed, then the provider is asked, then its answer is recorded: a crash between any two is picked up again. */
@Injectable()
export class CollectPayment extends PaymentCollection {
  private readonly logger = new Logger(CollectPayment.name);

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentGateway,
    private readonly introduction: IntroduceCustomer,
    private readonly clock: Clock,
    @InjectMetric(CHARGES_REFUSED) private readonly refused: Counter,
  ) {
    super();
  }

  override async pay(
    payerId: string,
    purpose: Purpose,
    reference: string,
    submission: Submission,
  ): Promise<CollectionView> {
    let due = await this.queries.execute(new GetCollectable({ purpose, reference }));
    if (due?.payerId !== payerId) throw new PaymentNotFound();
    if (due.state === 'voided') throw new PaymentVoided();
    // The answer to this very request was lost on the way.
    if (due.state === 'failed' && due.operationId === submission.operationId) throw declined(due);
    const paymentMethod = await this.choose(due, submission);
    const another = due.paymentMethod !== paymentMethod;
    const over = due.state === 'failed' || (due.state === 'requires_action' && another);
    if (over) await this.closeAttempt(due);
    if (over || another || due.state === 'canceled') {
      const submit = new SubmitPayment(payerId, purpose, reference, { ...submission, paymentMethod });
      const { paymentId } = await this.commands.execute(submit).catch(error => this.refuse(payerId, error));
      due = await this.collectable(paymentId);
    }
    return this.take(due, this.ask(due, submission.offSession !== true));
  }

  override async void(purpose: Purpose, reference: string): Promise<boolean> {
    const due = await this.queries.execute(new GetCollectable({ purpose, reference }));
    try {
      if (due?.state === 'failed' || due?.state === 'requires_action') await this.closeAttempt(due);
    } catch (error) {
      if (error instanceof AlreadyPaid) return false;
      throw error;
    }
    return this.commands.execute(new VoidPayment(purpose, reference));
  }

  /**
   * Finds out what became of a payment: asks for it, looks for it, or repeats the request under the same key. What its payer has not confirmed
   * in time comes to an end.
   */
  async resume(paymentId: string): Promise<void> {
    const due = await this.collectable(paymentId);
    const { state, providerId } = due;
    const isGivenUp = state === 'requires_action' && this.isOlder(due, CONFIRMATION_MS);
    await this.take(due, isGivenUp && providerId ? this.gateway.cancel(providerId) : this.ask(due, false));
  }

  /** What was named; else what is being charged already, else the default. */
  private async choose(due: Collectable, { paymentMethod: named, operationId }: Submission): Promise<string> {
    const isLive = due.state !== 'failed' && due.state !== 'canceled';
    const goesOn = isLive && (named === undefined || due.operationId === operationId);
    if (goesOn && due.paymentMethod) return due.paymentMethod;
    if (named?.startsWith('pm_')) return named;
    if (named) return (await this.queries.execute(new GetPaymentMethod(due.payerId, { id: named }))).providerId;
    if (due.defaultMethod) return due.defaultMethod;
    throw new PaymentMethodRequired(due.paymentId, due.purpose, due.reference);
  }

  private async take(due: Collectable, answer: Promise<ProviderPayment>): Promise<CollectionView> {
    const outcome = await answer.catch(async error => {
      const keyIsSpent = error instanceof OutcomeUnknown && error.keyIsSpent;
      await this.commands.execute(new LoseTrack(due.paymentId, keyIsSpent));
      throw error;
    });
    const payment = await this.commands.execute(new RecordOutcome(due.paymentId, outcome));
    if (payment.state === 'failed') throw declined({ ...due, failure: payment.failure });
    return { payment, clientSecret: outcome.clientSecret, nextActionUrl: outcome.nextActionUrl };
  }

  /** Somebody has to know: so many charges are a loop of ours, or somebody who tries out cards. */
  private async refuse(payerId: string, error: unknown): Promise<never> {
    if (error instanceof TooManyCharges) {
      this.refused.inc();
      this.logger.error({ payerId }, 'A payer was charged too often within a day, and is not charged any more');
      await this.commands.execute(new ReportTooManyCharges(payerId));
    }
    throw error;
  }

  /** @throws OutcomeUnknown when the provider does not say */
  private async ask(due: Collectable, payerIsThere: boolean): Promise<ProviderPayment> {
    const { paymentMethod, providerId, submittedAt } = due;
    if (!paymentMethod || !submittedAt) throw new PaymentNotFound();
    const outcome = providerId
      ? await this.gateway.find(providerId)
      : await this.findOut(due, paymentMethod, submittedAt);
    // Making and confirming it is one request, which has broken off in between. If it goes on after all, success wins.
    if (outcome.state === 'pending' && this.isOlder(due, REQUEST_MS)) return { ...outcome, ...NOT_CONFIRMED };
    const mayBeAsked = payerIsThere && outcome.id && waitsForPayer(outcome);
    return mayBeAsked ? this.gateway.authenticate(outcome.id, paymentMethod) : outcome;
  }

  private findOut(due: Collectable, paymentMethod: string, askedAt: Date): Promise<ProviderPayment> {
    const { paymentId, customerId, state, spentAt } = due;
    const order = {
      askedAt,
      spentAt,
      wasSent: state !== 'pending',
      send: () => this.charge(due, paymentMethod),
      look: () => this.gateway.search(paymentId, customerId, askedAt),
      neverMade: () => NEVER_MADE,
    };
    return askProvider(order, this.clock.now());
  }

  private async charge(due: Collectable, paymentMethod: string): Promise<ProviderPayment> {
    const { paymentId, amount, description, offSession } = due;
    const customerId = due.customerId ?? (await this.introduction.introduce(due.payerId));
    try {
      return await this.gateway.charge({ paymentId, customerId, amount, description, paymentMethod, offSession });
    } catch (error) {
      if (!(error instanceof CustomerGone)) throw error;
      await this.commands.execute(new ForgetCustomer(due.payerId, customerId));
      return CUSTOMER_GONE;
    }
  }

  private isOlder({ submittedAt }: Collectable, age: number): boolean {
    return submittedAt !== null && this.clock.now().getTime() - submittedAt.getTime() > age;
  }

  /** Before anything is charged under a new key, the old attempt must be unable to succeed, be it failed or waiting for the customer. */
  private async closeAttempt({ paymentId, providerId }: Collectable): Promise<void> {
    if (!providerId) return;
    const { state } = await this.commands.execute(new RecordOutcome(paymentId, await this.gateway.cancel(providerId)));
    if (state === 'succeeded') throw new AlreadyPaid(paymentId);
  }

  private async collectable(paymentId: string): Promise<Collectable> {
    const due = await this.queries.execute(new GetCollectable({ paymentId }));
    if (!due) throw new PaymentNotFound();
    return due;
  }
}

function notCharged(code: string, message: string): ProviderPayment {
  return { id: null, state: 'failed', failure: { code, message }, fee: null, clientSecret: null, nextActionUrl: null };
}

function declined({ paymentId, purpose, reference, failure }: Collectable): PaymentDeclined {
  const { code, message } = failure ?? { code: 'unknown', message: 'The payment was declined.' };
  return new PaymentDeclined(paymentId, purpose, reference, code, message);
}
