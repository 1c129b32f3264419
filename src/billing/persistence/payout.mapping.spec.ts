import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Payout } from '../domain/payout.ts';
import { PayoutRun } from '../domain/payout-run.ts';
import { NOON } from '../testing/payments.ts';
import { aPayout } from '../testing/payouts.ts';
import { payoutMapping } from './payout.mapping.ts';
import { payoutRunMapping } from './payout-run.mapping.ts';

describe('The mapping of a payout', () => {
  it('brings every field back, and its amount as money', async () => {
    const run = PayoutRun.start(newId(), { month: '2026-03' }, NOON);
    const payout = new Payout(
      newId(),
      newId(),
      'acct_1',
      Money.of(1_250, 'KWD'),
      NOON,
      null,
      run.id,
      'paid',
      'tr_1',
      null,
      250,
      3,
      new Date('2026-03-01T13:00:00.001Z'),
      new Date('2026-03-01T13:00:00.002Z'),
    );
    const loaded = await stored(payoutMapping, payout, [payoutRunMapping, run]);
    expect({ ...loaded }).toEqual({ ...payout });
    expect(loaded).toBeInstanceOf(Payout);
    expect(loaded.amount).toBeInstanceOf(Money);
  });

  it('brings back why one failed, and leaves what is not known null', async () => {
    const payout = aPayout();
    payout.learn({ id: null, failure: { code: 'balance_insufficient', message: 'Ça va?' }, reversed: 0 });
    payout.pullEvents();
    const loaded = await stored(payoutMapping, payout);
    expect({ ...loaded }).toEqual({ ...payout, events: undefined });
    expect([loaded.providerId, loaded.runId, loaded.checkAt]).toEqual([null, null, null]);
  });
});

describe('The mapping of a run of payouts', () => {
  it.each([
    ['of a month', { month: '2026-03' }],
    ['that was asked for', { operationId: newId(), startedBy: newId() }],
  ])('brings every field of one %s back', async (_, cause) => {
    const run = PayoutRun.start(newId(), cause, NOON);
    const loaded = await stored(payoutRunMapping, run);
    expect({ ...loaded }).toEqual({ ...run });
    expect(loaded).toBeInstanceOf(PayoutRun);
  });
});
