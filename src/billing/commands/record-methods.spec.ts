import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { KeptMethod } from '../domain/payment-methods.ts';
import { AskForMethods } from './ask-for-methods.ts';
import { ForgetCustomer } from './forget-customer.ts';
import { RecordMethods } from './record-methods.ts';
import { RememberCustomer } from './remember-customer.ts';

function aCard(id: string, traits: Partial<KeptMethod> = {}): KeptMethod {
  return { id, brand: 'visa', last4: '4242', expiryMonth: 8, expiryYear: 2_030, isDefault: false, ...traits };
}

describe('What Stripe keeps of a customer', () => {
  let azora: Azora;
  let commands: CommandBus;
  let userId: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  beforeEach(async () => {
    userId = newId();
    await commands.execute(new RememberCustomer(userId, `cus_${userId}`));
  });

  afterAll(() => azora.stop());

  async function ask(): Promise<number> {
    return (await commands.execute(new AskForMethods(userId)))?.question as number;
  }

  function answer(question: number, ...kept: KeptMethod[]): Promise<void> {
    return commands.execute(new RecordMethods(userId, question, kept));
  }

  function known() {
    return rowsOf<{ id: string; provider_id: string; last4: string; is_default: boolean }>(
      azora,
      'select id, provider_id, last4, is_default from billing.payment_methods where user_id = $1 order by id',
      [userId],
    );
  }

  const [a, b] = [() => `pm_a_${userId}`, () => `pm_b_${userId}`];

  it('is taken over as it is, and a card keeps the id that we gave it', async () => {
    await answer(await ask(), aCard(a(), { isDefault: true }), aCard(b()));
    const [first, second] = await known();
    await answer(await ask(), aCard(a(), { last4: '1111' }), aCard(b(), { isDefault: true }));
    expect(await known()).toEqual([
      { ...first, last4: '1111', is_default: false },
      { ...second, is_default: true },
    ]);
    await answer(await ask(), aCard(b()));
    expect(await known()).toEqual([{ ...second, is_default: false }]);
  });

  it('is not taken over from an answer that comes after that to a later question', async () => {
    const [early, late] = [await ask(), await ask()];
    await answer(late, aCard(b(), { isDefault: true }));
    await answer(early, aCard(a(), { isDefault: true }));
    await answer(late);
    expect(await known()).toMatchObject([{ provider_id: b() }]);
  });

  it('is that of the latest question when many answers come at once', async () => {
    const questions = await Promise.all(Array.from({ length: 12 }, ask));
    expect(new Set(questions).size).toBe(12);
    await Promise.all(questions.map(question => answer(question, aCard(a(), { last4: String(1_000 + question) }))));
    expect(await known()).toMatchObject([{ last4: String(1_000 + Math.max(...questions)) }]);
  });

  it('is nothing for whoever was forgotten, whatever is answered afterwards', async () => {
    const [first, second] = [await ask(), await ask()];
    await answer(first, aCard(a()));
    await commands.execute(new ForgetCustomer(userId, `cus_${userId}`));
    await answer(second, aCard(b()));
    expect(await known()).toEqual([]);
    expect(await commands.execute(new AskForMethods(userId))).toBeUndefined();
  });

  it('has one default, which the database sees to as well', async () => {
    const both = [aCard(a(), { isDefault: true }), aCard(b(), { isDefault: true })];
    await expect(answer(await ask(), ...both)).rejects.toThrow(/payment_methods_one_default/);
    expect(await known()).toEqual([]);
  });
});
