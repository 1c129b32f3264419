import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Faults } from './faults.ts';
import { matches } from './pattern.ts';
import type { Delivery, Store, StoredEvent } from './store.ts';

export interface WebhookEndpoint {
  url: string;
  secret: string;
  /** Event types or patterns; `*` is all. */
  events?: readonly string[];
}

export interface WebhookPace {
  /** The wait before the second attempt; each further wait is twice the one before. */
  baseDelayMs?: number;
  /** An event is given up when its next attempt would come later than this after the first. */
  giveUpAfterMs?: number;
  timeoutMs?: number;
  inFlight?: number;
}

const THREE_DAYS = 3 * 24 * 60 * 60 * 1000;

/** Brings events to the endpoint: signed, a bounded number at a time, again and again until it says 2xx. */
export class Webhooks {
  endpoint: WebhookEndpoint | undefined;
  private readonly store: Store;
  private readonly faults: Faults;
  private readonly pace: Required<WebhookPace>;
  private readonly agent: Agent;
  private readonly timers = new Set<NodeJS.Timeout>();
  private queue: StoredEvent[] = [];
  private paused: StoredEvent[] = [];
  private overtaken: (() => void)[] = [];
  private inFlight = 0;
  private state: 'open' | 'closed' = 'open';

  constructor(store: Store, faults: Faults, endpoint?: WebhookEndpoint, pace: WebhookPace = {}) {
    this.store = store;
    this.faults = faults;
    this.endpoint = endpoint;
    this.pace = { baseDelayMs: 1000, giveUpAfterMs: THREE_DAYS, timeoutMs: 10_000, inFlight: 32, ...pace };
    this.agent = new Agent({ keepAlive: true, maxSockets: this.pace.inFlight });
    faults.onCleared = () => this.resume();
  }

  subscribes(type: string): boolean {
    return this.endpoint !== undefined && (this.endpoint.events ?? ['*']).some(pattern => matches(pattern, type));
  }

  /** Takes up what an earlier run left undelivered. */
  recover(): void {
    for (const delivery of this.store.all('delivery')) {
      if (delivery.state !== 'pending') continue;
      const owner = delivery.account ? this.store.of(delivery.account) : this.store;
      const event = owner.get('event', delivery.event);
      if (event) this.enqueue(event);
    }
  }

  /** Resolves when the events that a fault wants delivered before the API's answer have been tried once. */
  async send(events: readonly StoredEvent[]): Promise<void> {
    const urgent: Promise<unknown>[] = [];
    for (const event of events) {
      if (this.faults.strike('before_answer', event.type)) urgent.push(this.attempt(event));
      else this.dispatch(event);
    }
    await Promise.all(urgent);
  }

  close(): void {
    this.state = 'closed';
    for (const timer of this.timers) clearTimeout(timer);
    this.agent.destroy();
  }

  private dispatch(event: StoredEvent): void {
    if (this.faults.strike('doubled', event.type)) this.enqueue(event);
    const late = this.faults.strike('late', event.type);
    const reordered = this.faults.strike('reordered', event.type);
    if (late) this.later(late.ms ?? 1000, () => this.enqueue(event));
    else if (reordered) this.holdBack(event, reordered.ms ?? 1000);
    else this.enqueue(event);
  }

  /** Until another event has been delivered, or for so long if none is. */
  private holdBack(event: StoredEvent, ms: number): void {
    const release = (): void => {
      const at = this.overtaken.indexOf(release);
      if (at < 0) return;
      this.overtaken.splice(at, 1);
      this.enqueue(event);
    };
    this.overtaken.push(release);
    this.later(ms, release);
  }

  private resume(): void {
    const held = this.paused;
    this.paused = [];
    for (const event of held) this.enqueue(event);
  }

  private enqueue(event: StoredEvent): void {
    this.queue.push(event);
    this.pump();
  }

  private pump(): void {
    while (this.inFlight < this.pace.inFlight && this.queue.length > 0 && this.state === 'open') {
      const event = this.queue.shift() as StoredEvent;
      if (this.faults.strike('paused', event.type)) this.paused.push(event);
      else void this.attempt(event);
    }
  }

  private async attempt(event: StoredEvent): Promise<void> {
    this.inFlight++;
    const answer = await this.post(event);
    this.inFlight--;
    if (this.state === 'closed') return;
    this.settle(event, answer);
    this.pump();
  }

  private settle(event: StoredEvent, answer: number | string): void {
    const before = this.store.get('delivery', event.id) as Delivery;
    const delivered = typeof answer === 'number' && answer >= 200 && answer < 300;
    const wait = this.pace.baseDelayMs * 2 ** before.attempts;
    const abandoned = Date.now() + wait - before.first_attempt_at > this.pace.giveUpAfterMs;
    const state = delivered || before.state === 'delivered' ? 'delivered' : abandoned ? 'abandoned' : 'pending';
    this.store.put<Delivery>({ ...before, state, attempts: before.attempts + 1, last_answer: answer });
    this.store.commit();
    if (state === 'pending') this.later(wait, () => this.enqueue(event));
    if (delivered) for (const release of [...this.overtaken]) release();
  }

  private post(event: StoredEvent): Promise<number | string> {
    const endpoint = this.endpoint;
    if (!endpoint) return Promise.resolve('no endpoint');
    const payload = JSON.stringify(event);
    return new Promise(resolve => {
      const posting = request(endpoint.url, {
        method: 'POST',
        agent: this.agent,
        timeout: this.pace.timeoutMs,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': Buffer.byteLength(payload),
          'Stripe-Signature': signature(payload, endpoint.secret),
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
      });
      posting.on('response', response => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', error => resolve(error.message));
      });
      posting.on('timeout', () => posting.destroy(new Error('timeout')));
      posting.on('error', error => resolve(error.message));
      posting.end(payload);
    });
  }

  private later(ms: number, then: () => void): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        then();
      },
      Math.min(ms, 2 ** 31 - 1),
    );
    this.timers.add(timer);
  }
}

/** Receivers compare the time with their machine's clock, so it does not follow the sandbox's. */
function signature(payload: string, secret: string): string {
  const time = Math.floor(Date.now() / 1000);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex')}`;
}
