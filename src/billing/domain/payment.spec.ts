import fc from 'fast-check';
import { typeOf } from '../../kernel/domain/domain-event.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import type { PaymentState } from '../billing.contract.ts';
import { aPayment, aSnapshot, NOON } from '../testing/payments.ts';
import { PaymentVoided } from './payment.errors.ts';
import { type Charging, Payment } from './payment.ts';
import type { ProviderPayment } from './payment-gateway.ts';

const MINUTE = 60_000;
const STEPS: Record<PaymentState, number> = {
  pending: 0,
  unknown: 0,
  requires_action: 1,
  processing: 2,
  failed: 3,
  canceled: 3,
  voided: 3,
  succeeded: 4,
};

const snapshot = fc
  .record({
    state: fc.constantFrom<ProviderPayment['state'][]>(
      'pending',
      'requires_action',
      'processing',
      'failed',
      'canceled',
      'succeeded',
    ),
    fee: fc.option(fc.nat(10_000)),
  })
  .map(({ state, fee }) => aSnapshot(state, { fee: state === 'succeeded' ? fee : null }));

const news = fc.oneof(snapshot, fc.constant('silence' as const));

function hear(payment: Payment, told: ProviderPayment | 'silence') {
  if (told === 'silence') payment.loseTrack(NOON);
  return told === 'silence' ? undefined : payment.learn(told, NOON);
}

/** A request of its own to charge a payment method. */
function by(paymentMethod: string): Charging {
  return { paymentMethod, operationId: newId() };
}

describe('A payment', () => {
  it('waits to be charged and then to be checked', () => {
    const payment = aPayment();
    expect(payment).toMatchObject({ state: 'pending', paymentMethod: 'pm_card_visa', submittedAt: NOON });
    expect(payment.checkAt).toEqual(new Date(NOON.getTime() + MINUTE));
  });

  it('never goes back, whatever it hears in whatever order', () => {
    fc.assert(
      fc.property(fc.array(news), all => {
        const payment = aPayment();
        for (const told of all) {
          const before = STEPS[payment.state];
          hear(payment, told);
          expect(STEPS[payment.state]).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });

  it('has succeeded once the provider ever said so', () => {
    fc.assert(
      fc.property(fc.array(news), fc.array(news), (before, after) => {
        const payment = aPayment();
        for (const told of [...before, aSnapshot('succeeded'), ...after]) hear(payment, told);
        expect(payment).toMatchObject({ state: 'succeeded', failure: null });
      }),
    );
  });

  it('ends the same in every order of the same news, as far as money goes', () => {
    fc.assert(
      fc.property(
        fc.array(news).chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const [one, other] = [aPayment(), aPayment()];
          for (const told of all) hear(one, told);
          for (const told of shuffled) hear(other, told);
          expect(other.state === 'succeeded').toBe(one.state === 'succeeded');
          expect(STEPS[other.state]).toBe(STEPS[one.state]);
          expect(other.fee === null).toBe(one.fee === null);
        },
      ),
    );
  });

  it('tells of its success once and of each failure once, however often it is heard', () => {
    fc.assert(
      fc.property(fc.array(news), all => {
        const payment = aPayment();
        const answers = all.flatMap(told => [hear(payment, told), hear(payment, told)]);
        const events = payment.pullEvents().map(typeOf);
        const succeeded = events.filter(type => type === 'billing.payment_succeeded');
        expect(succeeded).toHaveLength(payment.state === 'succeeded' ? 1 : 0);
        expect(events.filter(type => type === 'billing.payment_failed').length).toBeLessThanOrEqual(1);
        expect(answers.filter(answer => answer?.succeeded)).toHaveLength(succeeded.length);
        expect(answers.filter(answer => answer?.feeKnown)).toHaveLength(payment.fee === null ? 0 : 1);
      }),
    );
  });

  describe('that is taken back', () => {
    it('can not be charged any more, be it before it was submitted or after it failed', () => {
      const failed = aPayment();
      failed.learn(aSnapshot('failed'), NOON);
      const asked = Payment.request(
        newId(),
        newId(),
        'course_purchase',
        newId(),
        Money.of(100, 'USD'),
        [],
        'Tests',
        NOON,
      );
      for (const payment of [asked, failed]) {
        expect([payment.void(), payment.void()]).toEqual([true, true]);
        expect(payment).toMatchObject({ state: 'voided', isLive: false, failure: null, checkAt: null });
        expect(() => payment.again(newId(), NOON)).toThrow(PaymentVoided);
      }
    });

    it.each(['pending', 'requires_action', 'processing', 'succeeded'] as const)('stays when it is %s', state => {
      const payment = aPayment();
      payment.learn(aSnapshot(state), NOON);
      expect(payment.void()).toBe(false);
      expect(payment.state).toBe(state);
    });

    it('has succeeded when the provider says so after all', () => {
      const payment = aPayment();
      payment.learn(aSnapshot('failed'), NOON);
      payment.void();
      expect(payment.learn(aSnapshot('succeeded'), NOON).succeeded).toBe(true);
    });
  });

  it('takes the fee from the first who knows it, and only once the money is there', () => {
    const payment = aPayment();
    expect(payment.learn(aSnapshot('processing', { fee: 175 }), NOON)).toEqual({ succeeded: false, feeKnown: false });
    expect(payment.learn(aSnapshot('succeeded'), NOON)).toEqual({ succeeded: true, feeKnown: false });
    expect(payment.learn(aSnapshot('succeeded', { fee: 175 }), NOON)).toEqual({ succeeded: false, feeKnown: true });
    expect(payment.learn(aSnapshot('succeeded', { fee: 999 }), NOON)).toEqual({ succeeded: false, feeKnown: false });
    expect(payment.fee).toBe(175);
  });

  it('keeps the first provider id it learns', () => {
    const payment = aPayment();
    payment.learn(aSnapshot('pending', { id: null }), NOON);
    payment.learn(aSnapshot('processing', { id: 'pi_1' }), NOON);
    payment.learn(aSnapshot('succeeded', { id: 'pi_2' }), NOON);
    expect(payment.providerId).toBe('pi_1');
  });

  it('remembers why it failed, and forgets it when the money came after all', () => {
    const payment = aPayment();
    payment.learn(aSnapshot('failed'), NOON);
    expect(payment.failure).toEqual({ code: 'card_declined', message: 'Your card was declined.' });
    payment.learn(aSnapshot('succeeded'), NOON);
    expect(payment.failure).toBeNull();
  });

  it('leaves the unknown with whatever the provider says next', () => {
    fc.assert(
      fc.property(snapshot, told => {
        const payment = aPayment();
        payment.loseTrack(NOON);
        expect(payment.state).toBe('unknown');
        payment.learn(told, NOON);
        expect(payment.state).toBe(told.state);
      }),
    );
  });

  it('does not become unknown again once the provider has said anything', () => {
    const payment = aPayment();
    payment.learn(aSnapshot('requires_action'), NOON);
    payment.loseTrack(NOON);
    expect(payment.state).toBe('requires_action');
  });

  it('is checked less and less often, for five days, and then left to a person', () => {
    const payment = aPayment();
    const delays: number[] = [];
    let now = NOON;
    while (payment.checkAt) {
      delays.push((payment.checkAt.getTime() - now.getTime()) / MINUTE);
      now = payment.checkAt;
      payment.loseTrack(now);
    }
    expect(delays).toEqual([1, 5, 60, 1_440, 1_440, 1_440, 1_440, 1_440]);
    expect(payment.state).toBe('unknown');
  });

  it('is not checked any more once it is settled, failed or canceled', () => {
    for (const end of [aSnapshot('succeeded', { fee: 175 }), aSnapshot('failed'), aSnapshot('canceled')]) {
      const payment = aPayment();
      payment.learn(end, NOON);
      expect(payment.checkAt).toBeNull();
    }
  });

  it('is still checked while the money is there and the fee is not known', () => {
    const payment = aPayment();
    payment.learn(aSnapshot('succeeded'), NOON);
    expect(payment.checkAt).not.toBeNull();
  });

  it('waits for a payer who is away to hear of it, once', () => {
    const [away, there] = [aPayment({ offSession: true }), aPayment()];
    for (const payment of [away, there])
      for (let time = 0; time < 2; time += 1) payment.learn(aSnapshot('requires_action'), NOON);
    const { id: paymentId, payerId, description } = away;
    expect(away.pullEvents()).toEqual([
      expect.objectContaining({ paymentId, payerId, description, amount: 4_999, currency: 'USD' }),
    ]);
    expect(there.pullEvents()).toEqual([]);
  });

  it('that waits for its payer is looked at however often it was before', () => {
    const payment = aPayment();
    const learn = (state: 'requires_action' | 'processing') => payment.learn(aSnapshot(state), payment.checkAt ?? NOON);
    for (let time = 0; time < 20; time += 1) learn('requires_action');
    expect(payment.checkAt).not.toBeNull();
    learn('processing');
    expect(payment.checkAt).toBeNull();
  });

  it('is submitted again with the same method without any effect', () => {
    const payment = aPayment();
    payment.submit(by('pm_card_visa'), new Date(NOON.getTime() + MINUTE));
    expect(payment.submittedAt).toEqual(NOON);
  });

  it('refuses a second method while the first is being charged, and any once it is paid', () => {
    const payment = aPayment();
    expect(() => payment.submit(by('pm_card_amex'), NOON)).toThrow(
      expect.objectContaining({ code: 'payment_in_progress' }),
    );
    payment.learn(aSnapshot('succeeded'), NOON);
    expect(() => payment.submit(by('pm_card_visa'), NOON)).toThrow(expect.objectContaining({ code: 'already_paid' }));
  });

  it('is tried again for the same amount, shares and purpose, with everything else forgotten', () => {
    const payment = aPayment({ shares: [{ payeeId: newId(), amount: 3_499 }] });
    payment.learn(aSnapshot('failed'), NOON);
    const id = newId();
    const again = payment.again(id, NOON);
    const { payerId, purpose, reference, amount, shares, description } = payment;
    expect(again).toMatchObject({ id, payerId, purpose, reference, amount, shares, description, state: 'pending' });
    expect(again).toMatchObject({ paymentMethod: null, providerId: null, failure: null, fee: null, checkAt: null });
  });

  it('shares at most its amount, and nothing negative', () => {
    const payeeId = newId();
    const amount = Money.of(100, 'USD');
    expect(() => aPayment({ amount, shares: [{ payeeId, amount: 100 }] })).not.toThrow();
    for (const shares of [[101], [60, 41], [-1]])
      expect(() => aPayment({ amount, shares: shares.map(part => ({ payeeId, amount: part })) })).toThrow(
        expect.objectContaining({ code: 'shares_exceed_amount' }),
      );
  });

  it('divides at most its amount, and gives no share of more than was divided', () => {
    const amount = Money.of(100, 'USD');
    const divide = (part: number, base: number) =>
      aPayment({ amount, shares: [{ payeeId: newId(), amount: part, base, basisPoints: 7_000, portion: 10_000 }] });
    expect(() => divide(97, 97)).not.toThrow();
    for (const [part, base] of [
      [98, 97],
      [70, 101],
    ] as const)
      expect(() => divide(part, base)).toThrow(expect.objectContaining({ code: 'shares_exceed_amount' }));
  });
});
