import { stored } from '../../../test/support/stored.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Receipt } from '../domain/receipt.ts';
import { aPayment, NOON } from '../testing/payments.ts';
import { paymentMapping } from './payment.mapping.ts';
import { receiptMapping } from './receipt.mapping.ts';

describe('The mapping of a receipt', () => {
  it('brings every field back, and its amount as money', async () => {
    const payment = aPayment({ amount: Money.of(1_250, 'KWD') });
    const seller = { name: 'Azora', address: '1 Main Street, Springfield' };
    const receipt = new Receipt(
      payment.id,
      '2026-000001',
      NOON,
      payment.payerId,
      { name: 'Ada', email: 'ada@example.org' },
      seller,
      'Курс: 编译器 😀',
      payment.amount,
      'card',
      [{ description: 'Курс: 编译器 😀', amount: 1_250 }],
    );
    const loaded = await stored(receiptMapping, receipt, [paymentMapping, payment]);
    expect({ ...loaded }).toEqual({ ...receipt });
    expect(loaded).toBeInstanceOf(Receipt);
    expect(loaded.amount).toBeInstanceOf(Money);
  });

  it('leaves what is not known null', async () => {
    const payment = aPayment();
    const receipt = Receipt.issue(payment, 1, null, { name: 'Azora', address: '' }, null, NOON);
    receipt.pullEvents();
    const loaded = await stored(receiptMapping, receipt, [paymentMapping, payment]);
    expect([loaded.payer, loaded.paymentMethod]).toEqual([null, null]);
  });
});
