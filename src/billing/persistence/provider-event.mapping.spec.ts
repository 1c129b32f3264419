import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { ProviderEvent } from '../domain/provider-event.ts';
import { NOON } from '../testing/payments.ts';
import { providerEventMapping } from './provider-event.mapping.ts';

const payload = { id: 'evt_1', data: { object: { amount: 4_999, nested: [null, { deep: 'ä' }] } } };

describe("The mapping of a provider's event", () => {
  it('brings every field back', async () => {
    const event = new ProviderEvent(
      newId(),
      'stripe',
      'evt_1',
      'charge.succeeded',
      'pi_1',
      newId(),
      'cus_1',
      payload,
      NOON,
      NOON,
    );
    const loaded = await stored(providerEventMapping, event);
    expect({ ...loaded }).toEqual({ ...event });
    expect(loaded).toBeInstanceOf(ProviderEvent);
    expect(loaded.isHandled).toBe(true);
  });

  it('leaves what is not known null', async () => {
    const event = new ProviderEvent(newId(), 'stripe', 'evt_2', 'ping', null, null, null, {}, NOON, null);
    const loaded = await stored(providerEventMapping, event);
    expect({ ...loaded }).toEqual({ ...event });
    expect([loaded.providerPaymentId, loaded.paymentId, loaded.providerCustomerId]).toEqual([null, null, null]);
    expect(loaded.isHandled).toBe(false);
  });
});
