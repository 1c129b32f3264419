import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { Environment } from '../../config/environment.ts';
import { CustomerGone, PaymentMethodDeclined, PaymentMethodNotFound } from '../domain/payment-method.errors.ts';
import { PaymentMethodGateway, SETUP_STATES, type Setup } from '../domain/payment-method-gateway.ts';
import type { KeptMethod } from '../domain/payment-methods.ts';
import { answered } from './answered.ts';
import { failureOf } from './failure-of.ts';
import { isWithoutCustomer } from './is-without-customer.ts';

const PAGE = 100;
/** More cards than anybody saves. */
const MOST = 1_000;

@Injectable()
export class StripeMethodGateway extends PaymentMethodGateway {
  constructor(
    private readonly stripe: Stripe,
    private readonly environment: Environment,
  ) {
    super();
  }

  override async setUp(operationId: string, customerId: string, methodId?: string): Promise<Setup> {
    const confirmation = { payment_method: methodId, confirm: true, return_url: this.environment.PUBLIC_URL };
    const request: Stripe.SetupIntentCreateParams = {
      customer: customerId,
      allowed_payment_method_types: ['card'],
      usage: 'off_session',
      ...(methodId && confirmation),
    };
    try {
      const idempotencyKey = `setup:${operationId}:${customerId}`;
      return setupOf(await answered(() => this.stripe.setupIntents.create(request, { idempotencyKey })));
    } catch (error) {
      if (isWithoutCustomer(error)) throw new CustomerGone();
      const isRefusal =
        error instanceof Stripe.errors.StripeCardError ||
        (methodId && error instanceof Stripe.errors.StripeInvalidRequestError);
      if (!isRefusal) throw error;
      const { code, message } = failureOf(error);
      throw new PaymentMethodDeclined(code, message);
    }
  }

  override async keptFor(customerId: string): Promise<KeptMethod[]> {
    const customer = await answered(() => this.stripe.customers.retrieve(customerId));
    if (customer.deleted) throw new CustomerGone();
    const methods = await answered(() =>
      this.stripe.customers
        .listPaymentMethods(customerId, { type: 'card', limit: PAGE })
        .autoPagingToArray({ limit: MOST }),
    );
    const chosen = customer.invoice_settings.default_payment_method;
    const defaultId = typeof chosen === 'string' ? chosen : chosen?.id;
    return methods.reverse().map(method => keptMethodOf(method, method.id === defaultId));
  }

  override async makeDefault(customerId: string, methodId: string): Promise<void> {
    const request = { invoice_settings: { default_payment_method: methodId } };
    try {
      await answered(() => this.stripe.customers.update(customerId, request));
    } catch (error) {
      throw error instanceof Stripe.errors.StripeInvalidRequestError ? new PaymentMethodNotFound() : error;
    }
  }

  override async detach(methodId: string): Promise<void> {
    try {
      await answered(() => this.stripe.paymentMethods.detach(methodId));
    } catch (error) {
      // Nobody has it any more, which is what was asked for.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
  }
}

function setupOf(intent: Stripe.SetupIntent): Setup {
  const { id, status, client_secret: clientSecret, next_action, payment_method } = intent;
  return {
    id,
    // A status newer than this code is one more way of not being done.
    state: SETUP_STATES.find(state => state === status) ?? 'processing',
    clientSecret,
    nextActionUrl: next_action?.redirect_to_url?.url ?? null,
    methodId: (typeof payment_method === 'string' ? payment_method : payment_method?.id) ?? null,
  };
}

function keptMethodOf({ id, card }: Stripe.PaymentMethod, isDefault: boolean): KeptMethod {
  if (!card) throw new Error(`Stripe listed ${id} as a card, and it has none`);
  const { brand, last4, exp_month: expiryMonth, exp_year: expiryYear } = card;
  return { id, brand, last4, expiryMonth, expiryYear, isDefault };
}
