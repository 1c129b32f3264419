import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { EventFeed, type VerifiedEvent } from '../domain/provider-event.ts';
import { answered } from './answered.ts';
import { secondsOf } from './seconds-of.ts';
import { noticeOf } from './stripe-event-verifier.ts';

const PAGE = 100;

@Injectable()
export class StripeEventFeed extends EventFeed {
  override readonly provider = 'stripe';

  constructor(private readonly stripe: Stripe) {
    super();
  }

  override async *between(from: Date, until: Date): AsyncGenerator<readonly VerifiedEvent[]> {
    const created = { gte: secondsOf(from), lt: secondsOf(until) };
    for (let last: string | undefined; ; ) {
      const after = last === undefined ? {} : { starting_after: last };
      const page = await answered(() => this.stripe.events.list({ created, limit: PAGE, ...after }));
      yield page.data.map(noticeOf);
      last = page.data.at(-1)?.id;
      if (!page.has_more || last === undefined) return;
    }
  }
}
