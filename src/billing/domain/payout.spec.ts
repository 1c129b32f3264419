import fc from 'fast-check';
import { PayoutFailed, PayoutPaid } from '../billing.contract.ts';
import { NOON } from '../testing/payments.ts';
import { aPayout } from '../testing/payouts.ts';
import type { Payout } from './payout.ts';
import type { ProviderTransfer } from './payout-gateway.ts';

const made = (reversed = 0): ProviderTransfer => ({ id: 'tr_1', failure: null, reversed });
const refused: ProviderTransfer = {
  id: null,
  failure: { code: 'balance_insufficient', message: 'No money.' },
  reversed: 0,
};

function hear(payout: Payout, told: ProviderTransfer | 'nothing') {
  if (told !== 'nothing') return payout.learn(told);
  payout.loseTrack(NOON);
  return { end: undefined, takenBack: 0 };
}

describe('A payout', () => {
  it('waits to be asked about until its end is known', () => {
    const payout = aPayout();
    expect(payout.checkAt).toEqual(new Date(NOON.getTime() + 60_000));
    payout.loseTrack(new Date(NOON.getTime() + 60_000));
    expect(payout.state).toBe('unknown');
    expect(payout.checkAt).toEqual(new Date(NOON.getTime() + 360_000));
    expect(payout.learn(made())).toEqual({ end: 'paid', takenBack: 0 });
    expect(payout.checkAt).toBeNull();
    expect(payout.pullEvents()).toEqual([new PayoutPaid(payout.id, payout.payeeId, 3_499, 'USD')]);
  });

  it('is not given up because its payee asks out of turn, however often', () => {
    const payout = aPayout();
    for (let second = 0; second < 60; second++) payout.loseTrack(new Date(NOON.getTime() + second * 1_000));
    expect(payout.checkAt).toEqual(new Date(NOON.getTime() + 60_000));
  });

  it('that is refused says why', () => {
    const payout = aPayout();
    expect(payout.learn(refused)).toEqual({ end: 'failed', takenBack: 0 });
    expect(payout.failure).toEqual(refused.failure);
    expect(payout.pullEvents()).toEqual([
      new PayoutFailed(payout.id, payout.payeeId, 3_499, 'USD', 'balance_insufficient', 'No money.'),
    ]);
  });

  it('that is taken back before it was heard of is both', () => {
    const payout = aPayout();
    expect(payout.learn(made(3_499))).toEqual({ end: 'paid', takenBack: 3_499 });
    expect(payout.state).toBe('reversed');
  });

  it('comes to one end, and counts what is taken back once, whatever is heard and in which order', () => {
    const word = fc.oneof(
      fc.constant<'nothing'>('nothing'),
      fc.constant(refused),
      fc.integer({ min: 0, max: 3_499 }).map(made),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), words => {
        const payout = aPayout();
        const news = words.map(told => hear(payout, told));
        const ends = news.flatMap(({ end }) => end ?? []);
        const first = words.find(told => told !== 'nothing');
        const most = Math.max(0, ...words.map(told => (told === 'nothing' ? 0 : told.reversed)));
        const takenBack = first === refused ? 0 : most;
        expect(ends).toEqual(first ? [first === refused ? 'failed' : 'paid'] : []);
        expect(payout.reversed).toBe(takenBack);
        expect(news.reduce((sum, one) => sum + one.takenBack, 0)).toBe(takenBack);
        expect(payout.state === 'reversed').toBe(takenBack === 3_499);
        expect(payout.pullEvents()).toHaveLength(ends.length);
      }),
    );
  });
});
