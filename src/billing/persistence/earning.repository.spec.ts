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
  async function aSale(): Promise<{ paymentId: string; payees: string[] }> {
    const commands = azora.app.get(CommandBus);
    const payees = [newId(), newId(), newId()].sort();
    const shares = [
      { payeeId: payees[0] as string, amount: 699, basisPoints: 9_000, base: 900, portion: 8_642 },
      { payeeId: payees[1] as string, amount: 200 },
      { payeeId: payees[2] as string, amount: 0, basisPoints: 1 },
    ];
    const price = Money.of(999, 'USD');
    const request = new RequestPayment(newId(), 'course_purchase', newId(), price, shares, 'Course: Tests');
    const { paymentId } = await commands.execute(request);
    const outcome = aSnapshot('succeeded', { id: `pi_${newId()}` });
    await commands.execute(new RecordOutcome(paymentId, outcome));
    await commands.execute(new RecordOutcome(paymentId, outcome));
    return { paymentId, payees };
  }

  /** Somebody gives it back at the provider. */
  async function giveBack(paymentId: string, amount: number, state: 'succeeded' | 'failed', id: string) {
    const told = said({ id, amount: Money.of(amount, 'USD') }, state, { refundId: null });
    await azora.app.get(CommandBus).execute(new RecordRefunds(paymentId, [told]));
  }

  function earningsOf(paymentId: string) {
    return rowsOf<{ reversed: number }>(
      azora,
      `select payee_id, sale, amount, currency, basis_points, base, portion, reversed, earned_at, available_at
       from billing.earnings where payment_id = $1 order by payee_id`,
      [paymentId],
    );
  }

  it('are written with the sale, once for each payee who gets anything, with what was agreed', async () => {
    const { paymentId, payees } = await aSale();
    const now = azora.clock.now();
    const frozen = {
      sale: 999,
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
    const reversed = async () => (await earningsOf(paymentId)).map(earning => earning.reversed);
    const [first, second] = [newId(), newId()];
    await giveBack(paymentId, 500, 'succeeded', first);
    expect(await reversed()).toEqual([350, 100]);
    await giveBack(paymentId, 499, 'succeeded', second);
    expect(await reversed()).toEqual([699, 200]);
    await giveBack(paymentId, 500, 'failed', first);
    expect(await reversed()).toEqual([349, 100]);
  });

  it.each([
    ['an amount', 'update billing.earnings set amount = amount - 1', 'AZ006'],
    ['a date', 'update billing.earnings set available_at = earned_at', 'AZ006'],
    ['an agreement', 'update billing.earnings set basis_points = 1', 'AZ006'],
    ['what was divided', 'update billing.earnings set base = sale', 'AZ006'],
    ['a portion', 'update billing.earnings set portion = 1', 'AZ006'],
    ['a row', 'delete from billing.earnings', 'AZ006'],
    ['more than was earned', 'update billing.earnings set reversed = amount + 1', '23514'],
    ['less than nothing', 'update billing.earnings set reversed = -1', '23514'],
  ])('are frozen in the database, which refuses to change or take %s', async (_, statement, code) => {
    await aSale();
    await expect(rowsOf(azora, statement)).rejects.toMatchObject({ code });
  });
});
