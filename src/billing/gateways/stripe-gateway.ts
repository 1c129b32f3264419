import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { Environment } from '../../config/environment.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import { type Charge, PaymentGateway, type ProviderPayment, waitsForPayer } from '../domain/payment-gateway.ts';
import { CustomerGone } from '../domain/payment-method.errors.ts';
import { answered } from './answered.ts';
import { exchangeOf } from './exchange-of.ts';
import { failureOf } from './failure-of.ts';
import { isWithoutCustomer } from './is-without-customer.ts';
import { paymentIdIn } from './payment-id.ts';

const EXPAND = ['latest_charge.balance_transaction'];
const EXPAND_ALL = EXPAND.map(path => `data.${path}`);
const CLOCKS_DIFFER_SECONDS = 3_600;

const STATES: Readonly<Record<string, ProviderPayment['state']>> = {
  requires_payment_method: 'failed',
  requires_confirmation: 'pending',
  requires_action: 'requires_action',
  requires_capture: 'processing',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
};

@Injectable()
export class StripeGateway extends PaymentGateway {
  constructor(
    private readonly stripe: Stripe,
    private readonly environment: Environment,
  ) {
    super();
  }

  override async createCustomer(userId: string, email: string, name: string): Promise<string> {
    const { id } = await this.blankCustomer(`customer:${userId}`, userId);
    return this.describe(id, email, name).catch(async error => {
      if (!isMissing(error)) throw error;
      // Deleted in Stripe's dashboard, while Stripe still answers it under the key.
      const next = await this.blankCustomer(`customer:${userId}:${id}`, userId);
      return this.describe(next.id, email, name);
    });
  }

  private async describe(customerId: string, email: string, name: string): Promise<string> {
    await answered(() => this.stripe.customers.update(customerId, { email, name }));
    return customerId;
  }

  /** Under the key nothing that can change before a repeat, which Stripe would refuse then. */
  private blankCustomer(key: string, userId: string): Promise<Stripe.Customer> {
    const create = (idempotencyKey: string) =>
      answered(() => this.stripe.customers.create({ metadata: { user_id: userId } }, { idempotencyKey }));
    return create(key).catch(error => {
      if (!(error instanceof OutcomeUnknown && error.keyIsSpent)) throw error;
      // It may have been made before the error, and stays without a name then: a customer is no money.
      return create(`${key}:again`);
    });
  }

  override async deleteCustomer(customerId: string): Promise<void> {
    try {
      await answered(() => this.stripe.customers.del(customerId));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  override async charge({
    paymentId,
    customerId,
    amount,
    paymentMethod,
    description,
    offSession,
  }: Charge): Promise<ProviderPayment> {
    return this.outcome(() =>
      this.stripe.paymentIntents.create(
        {
          amount: amount.amount,
          currency: amount.currency.toLowerCase(),
          customer: customerId,
          payment_method: paymentMethod,
          confirm: true,
          description,
          ...(offSession ? { off_session: true } : { return_url: this.environment.PUBLIC_URL }),
          metadata: { payment_id: paymentId },
          expand: EXPAND,
        },
        { idempotencyKey: `payment:${paymentId}:charge` },
      ),
    );
  }

  override async authenticate(providerId: string, paymentMethod: string): Promise<ProviderPayment> {
    const request = { payment_method: paymentMethod, return_url: this.environment.PUBLIC_URL, expand: EXPAND };
    const idempotencyKey = `authenticate:${providerId}`;
    const outcome = await this.outcome(() =>
      this.stripe.paymentIntents.confirm(providerId, request, { idempotencyKey }),
    );
    if (outcome.id) return outcome;
    const now = await this.find(providerId);
    return waitsForPayer(now) ? { ...outcome, id: providerId } : now;
  }

  override async find(providerId: string): Promise<ProviderPayment> {
    return outcomeOf(await answered(() => this.stripe.paymentIntents.retrieve(providerId, { expand: EXPAND })));
  }

  override async paymentIdOf(providerId: string): Promise<string | null> {
    try {
      return paymentIdIn((await answered(() => this.stripe.paymentIntents.retrieve(providerId))).metadata);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  override async search(
    paymentId: string,
    customerId: string | null,
    since: Date,
  ): Promise<ProviderPayment | undefined> {
    const created = { gte: Math.floor(since.getTime() / 1_000) - CLOCKS_DIFFER_SECONDS };
    const page = { created, limit: 100, expand: EXPAND_ALL, ...(customerId !== null && { customer: customerId }) };
    return answered(async () => {
      for await (const intent of this.stripe.paymentIntents.list(page))
        if (intent.metadata.payment_id === paymentId) return outcomeOf(intent);
      return undefined;
    });
  }

  /** Without a key of ours: canceling twice does no harm, and an error that Stripe kept would stand in the way for a day. */
  override async cancel(providerId: string): Promise<ProviderPayment> {
    return this.outcome(() => this.stripe.paymentIntents.cancel(providerId, { expand: EXPAND })).then(outcome =>
      outcome.id === providerId && outcome.state !== 'failed' ? outcome : this.find(providerId),
    );
  }

  private async outcome(request: () => Promise<Stripe.PaymentIntent>): Promise<ProviderPayment> {
    try {
      return outcomeOf(await answered(request));
    } catch (error) {
      if (isWithoutCustomer(error)) throw new CustomerGone();
      if (error instanceof Stripe.errors.StripeCardError || error instanceof Stripe.errors.StripeInvalidRequestError)
        return refused(error);
      throw error;
    }
  }
}

function outcomeOf(intent: Stripe.PaymentIntent): ProviderPayment {
  const error = intent.last_payment_error;
  // Stripe calls this a failure: nobody was there to be asked.
  const isWaiting = intent.status === 'requires_payment_method' && error?.code === 'authentication_required';
  return {
    id: intent.id,
    // A status newer than this code is one more way of not being done.
    state: isWaiting ? 'requires_action' : (STATES[intent.status] ?? 'processing'),
    failure: error ? failureOf(error) : null,
    ...settlementOf(intent),
    method: chargeOf(intent)?.payment_method_details?.type ?? null,
    clientSecret: intent.status === 'requires_action' ? intent.client_secret : null,
    nextActionUrl: intent.next_action?.redirect_to_url?.url ?? null,
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}

function refused(error: Stripe.errors.StripeError): ProviderPayment {
  if (error.code === 'authentication_required' && error.payment_intent) return outcomeOf(error.payment_intent);
  return {
    id: error.payment_intent?.id ?? null,
    state: 'failed',
    failure: failureOf(error),
    fee: null,
    clientSecret: null,
    nextActionUrl: null,
  };
}

function settlementOf(intent: Stripe.PaymentIntent): Pick<ProviderPayment, 'fee' | 'exchange'> {
  const transaction = chargeOf(intent)?.balance_transaction;
  if (!transaction || typeof transaction === 'string') return { fee: null };
  return { fee: transaction.fee, exchange: exchangeOf(transaction, intent.currency) };
}

function chargeOf({ latest_charge }: Stripe.PaymentIntent): Stripe.Charge | null {
  return typeof latest_charge === 'string' ? null : latest_charge;
}
