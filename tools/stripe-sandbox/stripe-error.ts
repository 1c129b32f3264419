import type Stripe from 'stripe';

export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  doc_url?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
  setup_intent?: Stripe.SetupIntent;
}

/** An answer that is not 200, in Stripe's envelope. */
export class StripeError extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body.code ? { ...body, doc_url: documentation(body.code) } : body;
  }
}

/** Refused before execution began, hence never remembered under an idempotency key. */
export class ParameterError extends StripeError {
  constructor(param: string, message: string, code?: string) {
    super(400, { type: 'invalid_request_error', message, param, ...(code && { code }) });
  }
}

export function missingParameter(param: string): ParameterError {
  return new ParameterError(param, `Missing required param: ${param}.`, 'parameter_missing');
}

/** The path names an unknown object. */
export function notFound(kind: string, id: string): StripeError {
  return missingObject(404, kind, id, 'id');
}

/** A parameter names an unknown object. */
export function noSuch(kind: string, id: string, param: string): StripeError {
  return missingObject(400, kind, id, param);
}

export function invalidRequest(message: string, details: Partial<ErrorBody> = {}): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, ...details });
}

export function unknownRoute(method: string, path: string): StripeError {
  return new StripeError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). The sandbox does not know this route.`,
  });
}

export function keyInUse(key: string): StripeError {
  return new StripeError(409, {
    type: 'invalid_request_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again later.`,
  });
}

/** `Stripe-Account` names no account that is connected. */
export function accountOutOfReach(account: string): StripeError {
  return new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
  });
}

export function rateLimited(): StripeError {
  return new StripeError(429, {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
  });
}

export function serverError(): StripeError {
  return new StripeError(500, { type: 'api_error', message: 'An unknown error occurred.' });
}

function documentation(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
}

function missingObject(status: number, kind: string, id: string, param: string): StripeError {
  return new StripeError(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  });
}
