import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, erase } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { Transactions } from '../../kernel/persistence/transactions.ts';
import { RedactReceipts } from '../commands/redact-receipts.ts';
import { aPaidPayment, aRequestedPayment, conclude } from '../testing/paid.ts';

describe('Receipts', () => {
  let azora: Azora;

  beforeEach(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', PLATFORM_ADDRESS: '1 Main Street' } });
  });

  afterEach(() => azora.stop());

  function requested(count: number): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, () => aRequestedPayment(azora)));
  }

  async function numbers(): Promise<string[]> {
    const rows = await rowsOf<{ number: string }>(azora, 'select number from billing.receipts order by number');
    return rows.map(({ number }) => number);
  }

  async function payerOn(paymentId: string): Promise<object | null | undefined> {
    const [row] = await rowsOf<{ payer: object | null }>(azora, 'select payer from billing.receipts where id = $1', [
      paymentId,
    ]);
    return row?.payer;
  }

  async function somebodyWaits(): Promise<boolean> {
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return (await rowsOf(azora, waiting)).length > 0;
  }

  function upTo(count: number): string[] {
    const year = azora.clock.now().getUTCFullYear();
    return Array.from({ length: count }, (_, index) => `${year}-${String(index + 1).padStart(6, '0')}`);
  }

  it('are numbered without a gap or a repeat, however many are paid at once and whatever is rolled back', async () => {
    const [paid, spoiled] = [await requested(40), await requested(20)];
    const transactions = azora.app.get(Transactions, { strict: false });
    const spoil = (id: string) =>
      transactions.run(async () => {
        await conclude(azora, id);
        throw new Error('spoiled');
      });
    const ends = paid.flatMap((id, index) => [
      conclude(azora, id),
      conclude(azora, id),
      ...(spoiled[index] ? [spoil(spoiled[index])] : []),
    ]);
    const failures = (await Promise.allSettled(ends)).filter(({ status }) => status === 'rejected');
    expect(failures).toHaveLength(spoiled.length);
    expect(await numbers()).toEqual(upTo(40));

    await Promise.all(spoiled.map(id => conclude(azora, id)));
    expect(await numbers()).toEqual(upTo(60));
  });

  it('begin again with each year', async () => {
    await aPaidPayment(azora);
    const first = azora.clock.now().getUTCFullYear();
    azora.clock.advance({ days: 366 });
    await aPaidPayment(azora);
    const second = azora.clock.now().getUTCFullYear();
    expect(second).toBeGreaterThan(first);
    expect(await numbers()).toEqual([`${first}-000001`, `${second}-000001`]);
  });

  it('are of payments that succeeded, and of no other', async () => {
    const [failed, paid] = await requested(2);
    await conclude(azora, failed as string, 'failed');
    await conclude(azora, paid as string);
    expect(await rowsOf(azora, 'select id from billing.receipts')).toEqual([{ id: paid }]);
  });

  it('keep everything as it was, whoever tries to change it', async () => {
    const id = await aPaidPayment(azora);
    for (const change of [
      `update billing.receipts set number = '2026-999999'`,
      `update billing.receipts set payer = '{"name": "Eve", "email": "eve@example.org"}'`,
      'update billing.receipts set payer = null, amount = amount + 1',
      'delete from billing.receipts',
      'truncate billing.receipts',
    ])
      await expect(rowsOf(azora, change)).rejects.toMatchObject({ message: 'receipts are append-only' });
    expect(await rowsOf(azora, 'select id, amount from billing.receipts')).toEqual([{ id, amount: 4_999 }]);
  });

  it('name their payer until they are erased, and nobody from then on', async () => {
    const [learner, other] = await Promise.all([aLearner(azora), aLearner(azora)]);
    const [theirs, others] = [
      await aPaidPayment(azora, { payerId: learner.id }),
      await aPaidPayment(azora, { payerId: other.id }),
    ];
    expect(await payerOn(theirs)).toEqual({ name: 'Lea Learner', email: learner.email });
    const commands = azora.app.get(CommandBus);
    await erase(learner);
    const late = await aPaidPayment(azora, { payerId: learner.id });
    await commands.execute(new RedactReceipts(learner.id));
    await commands.execute(new RedactReceipts(learner.id));
    expect(await payerOn(theirs)).toBeNull();
    expect(await payerOn(late)).toBeNull();
    expect(await payerOn(others)).toEqual({ name: 'Lea Learner', email: other.email });
    expect(await numbers()).toEqual(upTo(3));
  });

  it('forget a payer also on the one that was being issued while they were erased', async () => {
    const learner = await aLearner(azora);
    const paymentId = await aRequestedPayment(azora, { payerId: learner.id });
    const commands = azora.app.get(CommandBus);
    const issued = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const paying = azora.app.get(Transactions, { strict: false }).run(async () => {
      await conclude(azora, paymentId);
      issued.resolve();
      await goOn.promise;
    });
    await issued.promise;
    await erase(learner);
    const forgetting = commands.execute(new RedactReceipts(learner.id));
    await eventually(somebodyWaits);
    goOn.resolve();
    await Promise.all([paying, forgetting]);
    expect(await payerOn(paymentId)).toBeNull();
  });
});
