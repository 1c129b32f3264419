import { CommandBus } from '@nestjs/cqrs';
import Stripe from 'stripe';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { RequestPayment } from '../billing.contract.ts';
import { aSavedMethod, atStripe, methodsOf } from '../testing/methods.ts';
import { RefreshMethods } from './refresh-methods.ts';

describe("Whoever was deleted in Stripe's dashboard", () => {
  let azora: Azora;
  let payer: Person;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  beforeEach(async () => {
    payer = await aLearner(azora);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  function deleteAtStripe(): Promise<unknown> {
    return azora.app.get(Stripe, { strict: false }).customers.del(atStripe(azora, payer).customer?.id ?? '');
  }

  function pay(reference: string, paymentMethod?: string) {
    return payer.api.once().post('/api/payments/process', { purpose: 'course_purchase', reference, paymentMethod });
  }

  async function asked(): Promise<string> {
    const reference = newId();
    const request = new RequestPayment(
      payer.id,
      'course_purchase',
      reference,
      Money.of(4_999, 'USD'),
      [],
      'Course: Tests',
    );
    await azora.app.get(CommandBus).execute(request);
    return reference;
  }

  it('is without their cards as soon as Stripe tells, and pays with another', async () => {
    await aSavedMethod(payer);
    await deleteAtStripe();
    await eventually(async () => (await methodsOf(payer)).length === 0);
    const reference = await asked();
    expectProblem(await pay(reference), 402, 'payment_method_required');
    expect((await pay(reference, 'pm_card_visa')).body.payment).toMatchObject({ state: 'succeeded' });
  });

  it('is known anew at the second try, where Stripe has not told', async () => {
    azora.stripe.faults.add({ fault: 'paused', on: '*' });
    await aSavedMethod(payer);
    await deleteAtStripe();
    const reference = await asked();
    expectProblem(await pay(reference), 402, 'payment_declined');
    expect(await methodsOf(payer)).toEqual([]);
    expect((await pay(reference, 'pm_card_visa')).body.payment).toMatchObject({ state: 'succeeded' });
  });

  it('stays known when an older notice of the deletion is heard after they are known anew', async () => {
    azora.stripe.faults.add({ fault: 'paused', on: '*' });
    await aSavedMethod(payer);
    await deleteAtStripe();
    await aSavedMethod(payer, 'pm_card_amex');
    azora.stripe.faults.clear();
    await azora.app.get(RefreshMethods, { strict: false }).refresh(payer.id);
    expect(await methodsOf(payer)).toMatchObject([{ last4: '0005' }]);
  });
});
