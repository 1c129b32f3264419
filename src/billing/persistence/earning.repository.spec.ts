import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment } from '../billing.contract.ts';
import { RecordOutcome } from '../commands/record-outcome.ts';
import { RecordRefunds } from '../commands/record-refunds.ts';
import { aSnapshot } from '../testing/payments.ts';
import { said } from '../testing/refunds.ts';

describe('Earnings', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', PAYOUT_HOLD_DAYS: '14' } });
    azora.clock.stop();
  });

  afterAll(() => azora.stop());

  /** A course is sold, of which two payees have a share and a third gets nothing. */
  async function aSale(): Promise<{ paymentId: string; payees: string[]; subject: string }> {
    const commands = azora.app.get(CommandBus);
    const payees = [newId(), newId(), newId()].sort();
    const subject = newId();
    const shares = [
      { payeeId: payees[0] as string, amount: 699, basisPoints: 9_000, base: 900, portion: 8_642 },
      { payeeId: payees[1] as string, amount: 200 },
      { payeeId: payees[2] as string, amount: 0, basisPoints: 1 },
    ];
    const price = Money.of(999, 'USD');
    const about = [newId(), 'course_purchase', newId(), price, shares, 'Course: Tests'] as const;
    const request = new RequestPayment(...about, undefined, subject);
    const { paymentId } = await commands.execute(request);
    const outcome = aSnapshot('succeeded', { id: `pi_${newId()}` });
    await commands.execute(new RecordOutcome(paymentId, outcome));
    await commands.execute(new RecordOutcome(paymentId, outcome));
    return { paymentId, payees, subject };
  }

  /** Somebody gives it back at the provider. */
  async function giveBack(paymentId: string, amount: number, state: 'succeeded' | 'failed', id: string) {
    const told = said({ id, amount: Money.of(amount, 'USD') }, state, { refundId: null });
    await azora.app.get(CommandBus).execute(new RecordRefunds(paymentId, [told]));
  }

  function earningsOf(paymentId: string) {
    return rowsOf<{ reversed: number; refunded: number; fees: number }>(
      azora,
      `select payee_id, subject, sale, refunded, fees, amount, currency, basis_points, base, portion, reversed, earned_at,
              available_at
       from billing.earnings where payment_id = $1 order by payee_id`,
      [paymentId],
    );
  }

  it('are written with the sale, once for each payee who gets anything, with what was agreed', async () => {
    const { paymentId, payees, subject } = await aSale();
    const now = azora.clock.now();
    const frozen = {
      subject,
      sale: 999,
      refunded: 0,
      fees: 100,
      currency: 'USD',
      reversed: 0,
      earned_at: now,
      available_at: new Date(now.getTime() + 14 * 86_400_000),
    };
    expect(await earningsOf(paymentId)).toEqual([
      { ...frozen, payee_id: payees[0], amount: 699, basis_points: 9_000, base: 900, portion: 8_642 },
      { ...frozen, payee_id: payees[1], amount: 200, basis_points: null, base: null, portion: null },
    ]);
  });

  it('follow each refund, and what the bank sends back', async () => {
    const { paymentId } = await aSale();
    const followed = async () =>
      (await earningsOf(paymentId)).map(({ reversed, refunded, fees }) => ({ reversed, refunded, fees }));
    const [first, second, third] = [newId(), newId(), newId()];
    await giveBack(paymentId, 500, 'succeeded', first);
    expect(await followed()).toEqual([
      { reversed: 350, refunded: 500, fees: 50 },
      { reversed: 100, refunded: 500, fees: 50 },
    ]);
    await giveBack(paymentId, 499, 'succeeded', second);
    expect(await followed()).toEqual([
      { reversed: 699, refunded: 999, fees: 0 },
      { reversed: 200, refunded: 999, fees: 0 },
    ]);
    await giveBack(paymentId, 500, 'failed', first);
    expect(await followed()).toEqual([
      { reversed: 349, refunded: 499, fees: 50 },
      { reversed: 100, refunded: 499, fees: 50 },
    ]);
    await giveBack(paymentId, 600, 'succeeded', third);
    expect((await followed())[0]).toEqual({ reversed: 699, refunded: 999, fees: 0 });
  });

  it.each([
    ['an amount', 'update billing.earnings set amount = amount - 1', 'AZ006'],
    ['a date', 'update billing.earnings set available_at = earned_at', 'AZ006'],
    ['what was sold', 'update billing.earnings set subject = null', 'AZ006'],
    ['what was sold by a payment', 'update billing.payments set subject = null', 'AZ006'],
    ['an agreement', 'update billing.earnings set basis_points = 1', 'AZ006'],
    ['what was divided', 'update billing.earnings set base = sale', 'AZ006'],
    ['a portion', 'update billing.earnings set portion = 1', 'AZ006'],
    ['a row', 'delete from billing.earnings', 'AZ006'],
    ['more than was earned', 'update billing.earnings set reversed = amount + 1', '23514'],
    ['more than was paid', 'update billing.earnings set fees = fees + 1', '23514'],
    ['less than nothing', 'update billing.earnings set reversed = -1', '23514'],
  ])('are frozen in the database, which refuses to change or take %s', async (_, statement, code) => {
    await aSale();
    await expect(rowsOf(azora, statement)).rejects.toMatchObject({ code });
  });
});
