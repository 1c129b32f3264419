import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { type CollectionView, PaymentCollection, type Purpose, type Submission } from '../billing.contract.ts';
import { LoseTrack } from '../commands/lose-track.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { RememberCustomer } from '../commands/remember-customer.ts';
import { SubmitPayment } from '../commands/submit-payment.ts';
import { AlreadyPaid, OutcomeUnknown, PaymentDeclined, PaymentNotFound } from '../domain/payment.errors.ts';
import { PaymentGateway, type ProviderPayment } from '../domain/payment-gateway.ts';
import { type Collectable, GetCollectable } from '../queries/get-collectable.ts';

const KEY_LIFETIME_MS = 23 * 3_600_000;

/** The intent is committed, then the provider is asked, then its answer is recorded: a crash between any two is picked up again. */
@Injectable()
export class CollectPayment extends PaymentCollection {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentGateway,
    private readonly clock: Clock,
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
      const { paymentId } = await this.commands.execute(new SubmitPayment(payerId, purpose, reference, submission));
      due = await this.collectable(paymentId);
    }
    return this.collect(due);
  }

  /** Finds out what became of a payment: asks for it, or repeats the request under the same key. */
  async resume(paymentId: string): Promise<CollectionView> {
    return this.collect(await this.collectable(paymentId));
  }

  private async collect(due: Collectable): Promise<CollectionView> {
    const outcome = await this.ask(due);
    if (!outcome) {
      await this.commands.execute(new LoseTrack(due.paymentId));
      throw new OutcomeUnknown();
    }
    const payment = await this.commands.execute(new RecordOutcome(due.paymentId, outcome));
    if (payment.state === 'failed') throw declined({ ...due, failure: payment.failure });
    return { payment, clientSecret: outcome.clientSecret, nextActionUrl: outcome.nextActionUrl };
  }

  /** @returns undefined when the provider does not say */
  private async ask(due: Collectable): Promise<ProviderPayment | undefined> {
    const { paymentId, amount, description, paymentMethod, providerId } = due;
    if (!paymentMethod) throw new PaymentNotFound();
    try {
      if (providerId) return await this.gateway.find(providerId);
      if (this.isTooLate(due)) return undefined;
      const customerId = due.customerId ?? (await this.newCustomer(due.payerId));
      return await this.gateway.charge({ paymentId, customerId, amount, description, paymentMethod });
    } catch (error) {
      if (error instanceof OutcomeUnknown) return undefined;
      throw error;
    }
  }

  /** The provider forgets keys after a day; from then on a repeat could charge twice, so a person has to look. */
  private isTooLate({ submittedAt }: Collectable): boolean {
    return submittedAt !== null && this.clock.now().getTime() - submittedAt.getTime() > KEY_LIFETIME_MS;
  }

  private async newCustomer(userId: string): Promise<string> {
    const account = await this.queries.execute(new GetAccount(userId));
    if (!account) throw new PaymentNotFound();
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
