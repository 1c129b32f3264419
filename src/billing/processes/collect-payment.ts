import { Injectable, Logger } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Counter } from 'prom-client';
import { GetAccount } from '../../identity/identity.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { type CollectionView, PaymentCollection, type Purpose, type Submission } from '../billing.contract.ts';
import { LoseTrack } from '../commands/lose-track.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { RememberCustomer } from '../commands/remember-customer.ts';
import { ReportTooManyCharges } from '../commands/report-too-many-charges.ts';
import { SubmitPayment } from '../commands/submit-payment.ts';
import {
  AlreadyPaid,
  OutcomeUnknown,
  PaymentDeclined,
  PaymentNotFound,
  TooManyCharges,
} from '../domain/payment.errors.ts';
import { PaymentGateway, type ProviderPayment } from '../domain/payment-gateway.ts';
import { isOver, mayRepeat } from '../domain/unanswered.ts';
import { type Collectable, GetCollectable } from '../queries/get-collectable.ts';
import { CHARGES_REFUSED } from './charges-refused.ts';

const NEVER_MADE: ProviderPayment = {
  id: null,
  state: 'failed',
  failure: { code: 'never_made', message: 'The payment provider has not made this payment. Nothing was charged.' },
  fee: null,
  clientSecret: null,
  nextActionUrl: null,
};

/** The intent is committed, then the provider is asked, then its answer is recorded: a crash between any two is picked up again. */
@Injectable()
export class CollectPayment extends PaymentCollection {
  private readonly logger = new Logger(CollectPayment.name);

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentGateway,
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
    // The answer to this very request was lost on the way.
    if (due.state === 'failed' && due.operationId === submission.operationId) throw declined(due);
    const another = due.paymentMethod !== submission.paymentMethod;
    const over = due.state === 'failed' || (due.state === 'requires_action' && another);
    if (over) await this.closeAttempt(due);
    if (over || another || due.state === 'canceled') {
      const submit = new SubmitPayment(payerId, purpose, reference, submission);
      const { paymentId } = await this.commands.execute(submit).catch(error => this.refuse(payerId, error));
      due = await this.collectable(paymentId);
    }
    return this.collect(due);
  }

  /** Finds out what became of a payment: asks for it, looks for it, or repeats the request under the same key. */
  async resume(paymentId: string): Promise<CollectionView> {
    return this.collect(await this.collectable(paymentId));
  }

  private async collect(due: Collectable): Promise<CollectionView> {
    const outcome = await this.ask(due).catch(async error => {
      if (error instanceof OutcomeUnknown) await this.commands.execute(new LoseTrack(due.paymentId, error.keyIsSpent));
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
  private async ask(due: Collectable): Promise<ProviderPayment> {
    const { paymentId, paymentMethod, providerId, customerId, submittedAt, spentAt } = due;
    if (!paymentMethod || !submittedAt) throw new PaymentNotFound();
    if (providerId) return this.gateway.find(providerId);
    const asked = { askedAt: submittedAt, spentAt };
    const now = this.clock.now();
    if (due.state === 'pending' && mayRepeat(asked, now)) return this.charge(due, paymentMethod);
    const found = await this.gateway.search(paymentId, customerId, submittedAt);
    if (found) return found;
    if (isOver(asked, now)) return NEVER_MADE;
    if (mayRepeat(asked, now)) return this.charge(due, paymentMethod);
    throw new OutcomeUnknown();
  }

  private async charge(due: Collectable, paymentMethod: string): Promise<ProviderPayment> {
    const { paymentId, payerId, amount, description } = due;
    const customerId = due.customerId ?? (await this.newCustomer(payerId));
    return this.gateway.charge({ paymentId, customerId, amount, description, paymentMethod });
  }

  private async newCustomer(userId: string): Promise<string> {
    const account = await this.queries.execute(new GetAccount(userId));
    // Who was erased meanwhile is charged nothing any more.
    if (!account) throw new OutcomeUnknown();
    const providerId = await this.gateway.createCustomer(userId, account.email, account.name);
    await this.commands.execute(new RememberCustomer(userId, providerId));
    return providerId;
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

function declined({ paymentId, purpose, reference, failure }: Collectable): PaymentDeclined {
  const { code, message } = failure ?? { code: 'unknown', message: 'The payment was declined.' };
  return new PaymentDeclined(paymentId, purpose, reference, code, message);
}
