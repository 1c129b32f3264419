import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'qs';
import type { Agenda } from './agenda.ts';
import { Call, type CallOrigin } from './call.ts';
import { expand } from './expand.ts';
import type { Faults } from './faults.ts';
import type { Happenings } from './happenings.ts';
import { type Idempotency, requestDigest } from './idempotency.ts';
import { newId } from './new-id.ts';
import { parseParameters, type Raw } from './parameters.ts';
import { PLATFORM } from './platform-account.ts';
import type { Found, Router } from './router.ts';
import type { Store } from './store.ts';
import {
  accountOutOfReach,
  invalidRequest,
  keyInUse,
  ParameterError,
  rateLimited,
  StripeError,
  serverError,
  unknownRoute,
} from './stripe-error.ts';
import type { Webhooks } from './webhooks.ts';

export interface ApiRequest {
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  account: string | undefined;
  idempotencyKey: string | undefined;
  apiVersion: string | undefined;
}

interface Outcome {
  status: number;
  body: object;
  replayed?: boolean;
}

export interface ApiAnswer extends Outcome {
  requestId: string;
  /** The effect took place, but its answer never arrives. */
  lost: boolean;
}

export interface ApiParts {
  baseUrl: string;
  secretKey: string;
  seconds: () => number;
  router: Router;
  store: Store;
  idempotency: Idempotency;
  faults: Faults;
  webhooks: Webhooks;
  agenda: Agenda;
  /** What an appointment does when its time comes. */
  happenings: Happenings;
}

/** Answers `/v1` requests: who asks, under which key, in what trouble; then the route's own work. */
export class Api {
  private readonly parts: ApiParts;

  constructor(parts: ApiParts) {
    this.parts = parts;
  }

  async answer(request: ApiRequest): Promise<ApiAnswer> {
    const { faults } = this.parts;
    const subject = `${request.method} ${request.path}`;
    const requestId = newId('req', 14);
    let answer: Outcome;
    this.catchUp();
    try {
      this.authenticate(request.authorization);
      this.checkAccount(request.account);
      const found = this.parts.router.find(request.method, request.path);
      if (!found) throw unknownRoute(request.method, request.path);
      if (faults.strike('rate_limited', subject)) throw rateLimited();
      if (faults.strike('conflict', subject)) throw keyInUse(request.idempotencyKey ?? '');
      answer = await this.once(request, requestId, found);
    } catch (error) {
      answer = failure(error);
    }
    return { ...answer, requestId, lost: faults.strike('answer_lost', subject) !== undefined };
  }

  /** Runs something outside an API request, with its writes and events. */
  act<T>(work: (call: Call) => T, cause: Partial<CallOrigin> = {}): T {
    const call = this.call(cause);
    const result = work(call);
    this.parts.store.commit();
    void this.parts.webhooks.send(call.events);
    return result;
  }

  /** Lets happen what is due, in its order and each at its own time. */
  catchUp(): void {
    const { agenda, happenings, seconds } = this.parts;
    for (let due = agenda.take(seconds()); due; due = agenda.take(seconds())) {
      const { what, subject, detail, at: now, account } = due;
      this.act(call => happenings[what](call, subject, detail ?? ''), { now, ...(account !== null && { account }) });
    }
  }

  private authenticate(authorization = ''): void {
    const [scheme, credentials = ''] = authorization.split(' ');
    const key = scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString().split(':')[0] : credentials;
    if (key === this.parts.secretKey) return;
    const message = key
      ? `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`
      : "You did not provide an API key. Pass it in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
    throw new StripeError(401, { type: 'invalid_request_error', message });
  }

  private checkAccount(account: string | undefined): void {
    if (account === undefined || account === PLATFORM) return;
    const known = this.parts.store.get('account', account);
    if (!known || known.deleted) throw accountOutOfReach(account);
  }

  private async once(request: ApiRequest, requestId: string, found: Found): Promise<Outcome> {
    const { idempotency, seconds } = this.parts;
    const given = request.method === 'POST' ? request.idempotencyKey : undefined;
    const key = given && request.account ? `${request.account}/${given}` : given;
    if (!key) return this.execute(request, requestId, found);
    const digest = requestDigest(request.path, request.body);
    const remembered = idempotency.claim(key, digest, seconds());
    if (remembered) return { status: remembered.status, body: remembered.answer, replayed: true };
    try {
      return await this.execute(request, requestId, found, { key, digest });
    } finally {
      idempotency.release(key);
    }
  }

  private async execute(
    request: ApiRequest,
    requestId: string,
    { route, id, part }: Found,
    claim?: { key: string; digest: string },
  ): Promise<Outcome> {
    const { faults, idempotency, store, webhooks } = this.parts;
    const subject = `${request.method} ${request.path}`;
    const raw = parse(request.method === 'POST' ? request.body : request.query, decoding) as Raw;
    const params = parseParameters(route.parameters, raw) as { expand?: string[] };
    const call = this.call({
      account: request.account === PLATFORM ? undefined : request.account,
      request: { id: requestId, idempotency_key: claim ? (request.idempotencyKey ?? null) : null },
      apiVersion: request.apiVersion,
      strike: name => faults.strike(name, subject),
    });
    const broken = call.strike('server_error');

    let status = 200;
    let body: object;
    try {
      if (broken && !broken.effect) throw serverError();
      const refused = call.strike('refused');
      if (refused)
        throw invalidRequest('The sandbox was told to refuse this.', { ...(refused.code && { code: refused.code }) });
      const done = broken?.effect === 'half' ? { ...params, confirm: false } : params;
      body = expand(call, route.handle(call, done as never, id, part), params.expand ?? []);
      if (broken) throw serverError();
    } catch (error) {
      ({ status, body } = failure(error));
      if (error instanceof ParameterError) return { status, body };
    }
    if (claim) idempotency.remember(claim.key, claim.digest, call.now, status, body);
    store.commit();
    if (call.events.length > 0) await webhooks.send(call.events);
    const slow = call.strike('slow');
    if (slow) await pause(slow.ms ?? 1000, undefined, { ref: false });
    return { status, body };
  }

  private call(cause: Partial<CallOrigin> = {}): Call {
    const { agenda, baseUrl, seconds, store, webhooks } = this.parts;
    return new Call({
      store,
      agenda,
      now: seconds(),
      baseUrl,
      subscribes: type => webhooks.subscribes(type),
      ...cause,
    });
  }
}

/** Names such as `metadata[constructor]` are data like any other. */
const decoding = { plainObjects: true, arrayLimit: 100, depth: 8, parameterLimit: 1000 };

function failure(error: unknown): Outcome {
  if (!(error instanceof StripeError)) console.error(error);
  const { status, body } = error instanceof StripeError ? error : serverError();
  return { status, body: { error: body } };
}
