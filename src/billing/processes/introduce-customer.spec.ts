import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { IntroduceCustomer } from './introduce-customer.ts';
import { OnboardPayee } from './onboard-payee.ts';

/** As often as the SDK asks: three times, and each once more when the connection breaks. */
const EVERY_TRY = 6;

describe('Introducing somebody to the provider', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  function introduce({ id }: Person): Promise<string> {
    return azora.app.get(IntroduceCustomer, { strict: false }).introduce(id);
  }

  function becomes({ id }: Person, email: string) {
    return rowsOf(azora, 'update identity.users set email = $2 where id = $1', [id, email]);
  }

  function customersOf({ id }: Person) {
    return azora.stripe.store.all('customer').filter(found => !found.deleted && found.metadata.user_id === id);
  }

  it('survives a change of their address between a lost answer and the repeat', async () => {
    const learner = await aLearner(azora);
    azora.stripe.faults.add({ fault: 'answer_lost', on: 'POST /v1/customers', times: EVERY_TRY });
    await expect(introduce(learner)).rejects.toMatchObject({ code: 'provider_unavailable' });
    azora.stripe.faults.clear();
    await becomes(learner, `new-${learner.email}`);
    const id = await introduce(learner);
    expect(customersOf(learner)).toMatchObject([{ id, email: `new-${learner.email}` }]);
  });

  it('survives it for the account of a payee too', async () => {
    const payee = await anInstructor(azora);
    const onboard = () => azora.app.get(OnboardPayee, { strict: false }).onboard(payee.id);
    azora.stripe.faults.add({ fault: 'answer_lost', on: 'POST /v1/accounts', times: EVERY_TRY });
    await expect(onboard()).rejects.toMatchObject({ code: 'provider_unavailable' });
    azora.stripe.faults.clear();
    await becomes(payee, `new-${payee.email}`);
    await onboard();
    const accounts = azora.stripe.store
      .all('account')
      .filter(account => !account.deleted && account.metadata?.user_id === payee.id);
    expect(accounts).toMatchObject([{ email: `new-${payee.email}` }]);
  });

  it('is undone when they are erased meanwhile', async () => {
    const learner = await aLearner(azora);
    azora.stripe.faults.add({ fault: 'slow', on: 'POST /v1/customers/*', ms: 1_000 });
    const introduction = introduce(learner).catch(error => error);
    const { id } = await eventually(() => customersOf(learner)[0]);
    await rowsOf(azora, 'update identity.users set erased_at = now() where id = $1', [learner.id]);
    expect(await introduction).toMatchObject({ code: 'payment_not_found' });
    expect(await rowsOf(azora, 'select from billing.customers where user_id = $1', [learner.id])).toEqual([]);
    expect(azora.stripe.store.get('customer', id)).toMatchObject({ deleted: true });
  });
});
