import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { BeginRound } from '../commands/begin-round.ts';
import { EndRound } from '../commands/end-round.ts';
import { RenewRound } from '../commands/renew-round.ts';
import { ListWaitingEvents } from '../queries/list-waiting-events.ts';
import { SweepProviderEvents } from './sweep-provider-events.ts';

describe('Sweeping up what webhooks did not bring', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;

  beforeEach(async () => {
    // Nothing happens by itself, and nobody listens to the provider.
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.stripe.setWebhook();
    [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
  });

  afterEach(() => azora.stop());

  function sweep(): Promise<void> {
    return azora.app.get(SweepProviderEvents, { strict: false }).sweep();
  }

  async function sweepAfter(later: Parameters<Azora['clock']['advance']>[0]): Promise<void> {
    azora.clock.advance(later);
    await sweep();
  }

  /** Passed at the bank, of which only the provider tells. */
  async function aPassed3DSecurePayment(): Promise<string> {
    const { id: courseId } = await aPublishedCourse(instructor);
    const purchase = { courseId, paymentMethod: 'pm_card_authenticationRequired' };
    const { body } = await learner.api.once().post('/api/courses/purchase', purchase);
    azora.stripe.conclude(String(body.clientSecret).split('_secret_')[0] as string, 'complete');
    return body.paymentId;
  }

  async function stateOf(paymentId: string): Promise<string> {
    return (await learner.api.get(`/api/payments/${paymentId}`)).body.state;
  }

  async function kept(): Promise<{ event_id: string; handled: boolean }[]> {
    return rowsOf(
      azora,
      'select event_id, handled_at is not null as handled from billing.provider_events order by event_id',
    );
  }

  async function handled(): Promise<number> {
    return (await kept()).filter(event => event.handled).length;
  }

  function told(): string[] {
    return azora.stripe.store
      .all('event')
      .map(({ id }) => id)
      .sort();
  }

  it('makes up for three hours without an endpoint, also over several pages, and a repeat changes nothing', async () => {
    const payments: string[] = [];
    for (let hour = 0; hour < 3; hour++) {
      for (let buyer = 0; buyer < 12; buyer++) payments.push(await aPassed3DSecurePayment());
      azora.clock.advance({ hours: 1 });
    }
    expect(told().length).toBeGreaterThan(100);
    await sweepAfter({ minutes: 10 });
    expect((await kept()).map(({ event_id }) => event_id)).toEqual(told());
    await sweepAfter({ hours: 2 });
    expect(await handled()).toBe(told().length);
    for (const paymentId of payments) expect(await stateOf(paymentId)).toBe('succeeded');

    const before = await kept();
    await sweepAfter({ hours: 2 });
    expect(await kept()).toEqual(before);
  });

  it('leaves to the webhooks what may still be on its way', async () => {
    await aPassed3DSecurePayment();
    await sweepAfter({ minutes: 4 });
    expect(await kept()).toEqual([]);
    await sweepAfter({ hours: 1 });
    expect((await kept()).map(({ event_id }) => event_id)).toEqual(told());
  });

  it('is done once an hour, by one of many at the same moment', async () => {
    let lists = 0;
    const paged = azora.stripe.faults.strike.bind(azora.stripe.faults);
    azora.stripe.faults.strike = (name, subject) => {
      if (name === 'answer_lost' && subject === 'GET /v1/events') lists += 1;
      return paged(name, subject);
    };
    await Promise.all([sweep(), sweep(), sweep(), sweep()]);
    await sweepAfter({ minutes: 59 });
    expect(lists).toBe(1);
    await sweepAfter({ minutes: 1 });
    expect(lists).toBe(2);
  });

  it('goes back a day at first, and from then on to where it was', async () => {
    const old = await aPassed3DSecurePayment();
    azora.clock.advance({ days: 2 });
    await sweep();
    expect(await kept()).toEqual([]);
    const missed = await aPassed3DSecurePayment();
    azora.clock.advance({ days: 5 });
    await sweep();
    await sweepAfter({ hours: 2 });
    expect(await Promise.all([old, missed].map(stateOf))).toEqual(['requires_action', 'succeeded']);
  });

  it('is begun again by another process when it breaks off, from where it was', async () => {
    await sweep();
    const paymentId = await aPassed3DSecurePayment();
    azora.stripe.faults.add({ fault: 'rate_limited', on: 'GET /v1/events' });
    await expect(sweepAfter({ hours: 1 })).rejects.toMatchObject({ code: 'provider_unavailable' });
    azora.stripe.faults.clear();
    await sweepAfter({ minutes: 29 });
    expect(await kept()).toEqual([]);
    await sweepAfter({ minutes: 1 });
    await sweepAfter({ hours: 2 });
    expect(await stateOf(paymentId)).toBe('succeeded');
  });

  it('hands on what could not be handled, and does not wait for what can not be', async () => {
    const payments = [await aPassed3DSecurePayment(), await aPassed3DSecurePayment()];
    await sweepAfter({ minutes: 10 });
    const [broken] = await rowsOf<{ provider_id: string }>(
      azora,
      'select provider_id from billing.payments where id = $1',
      [payments[0]],
    );
    azora.stripe.faults.add({ fault: 'rate_limited', on: `GET /v1/payment_intents/${broken?.provider_id}` });
    await sweepAfter({ hours: 2 });
    expect(await Promise.all(payments.map(stateOf))).toEqual(['requires_action', 'succeeded']);
    azora.stripe.faults.clear();
    await sweepAfter({ hours: 2 });
    expect(await Promise.all(payments.map(stateOf))).toEqual(['succeeded', 'succeeded']);
  });

  it('does not wait behind a thousand events that can never be handled, and tries none for longer than a month', async () => {
    const waiting = () => azora.app.get(QueryBus).execute(new ListWaitingEvents(azora.clock.now()));
    const add = (daysAgo: number, count: number) =>
      rowsOf<{ id: string }>(
        azora,
        `insert into billing.provider_events (id, provider, event_id, type, payload, received_at)
         select gen_random_uuid(), 'stripe', gen_random_uuid(), 'ping', '{}', now() - make_interval(days => $1)
         from generate_series(1, $2) returning id`,
        [daysAgo, count],
      );
    await add(31, 5);
    await add(10, 1_000);
    const [newer] = await add(1, 1);
    await eventually(async () => (await waiting()).includes(String(newer?.id)));
    azora.clock.advance({ days: 21 });
    expect(await waiting()).toEqual([newer?.id]);
  });

  it('that was taken over is not ended by who had it before', async () => {
    const commands = azora.app.get(CommandBus);
    const begin = () => commands.execute(new BeginRound('a-round', 0));
    const slow = await begin();
    expect(await begin()).toBeUndefined();
    azora.clock.advance({ minutes: 20 });
    const kept = slow && (await commands.execute(new RenewRound(slow)));
    azora.clock.advance({ minutes: 20 });
    expect(await begin()).toBeUndefined();
    azora.clock.advance({ minutes: 10 });
    const taken = await begin();
    expect(kept && (await commands.execute(new RenewRound(kept)))).toBeUndefined();
    const now = azora.clock.now();
    if (kept) await commands.execute(new EndRound(kept, now, now));
    expect(await begin()).toBeUndefined();
    if (taken) await commands.execute(new EndRound(taken, now, now));
    expect(await begin()).toMatchObject({ reached: now });
  });
});
