import { anAccountAtStripe, anEarning, faultsOfPayouts, fundedAtStripe } from '../../src/billing/testing/payouts.ts';
import { freePort } from '../../tools/local/free-port.ts';
import { Azora } from '../support/azora.ts';
import { BuiltProcess } from '../support/built-process.ts';
import { eventually } from '../support/eventually.ts';
import { anAdmin } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

const PAYEES = 40;
const KILLS = 3;
const MINUTE = 60_000;

describe('A run of payouts', () => {
  let azora: Azora;
  let worker: BuiltProcess;

  beforeAll(async () => {
    // The one in this process only starts the run; payees are paid by a worker that can be killed.
    azora = await Azora.start({ environment: { WORKERS: 'off', PAYOUT_HOLD_DAYS: '0' } });
    azora.stripe.setWebhook();
    await fundedAtStripe(azora);
    worker = new BuiltProcess('worker.js', { ...azora.environment, METRICS_PORT: await freePort() });
    await worker.start();
  });

  afterAll(async () => {
    await worker.stop();
    await azora.stop();
  });

  function transferred(): number {
    return azora.stripe.store.all('transfer').length;
  }

  it(
    'pays everybody once, though the worker is killed in the middle of it, again and again',
    async () => {
      for (const _ of Array(PAYEES)) await anEarning(azora, await anAccountAtStripe(azora), 2_000);
      azora.stripe.faults.add({ fault: 'slow', on: 'POST /v1/transfers', ms: 200 });
      const { api } = await anAdmin(azora);
      const { body: run } = await api.once().post('/api/admin/payouts/run');

      for (let kill = 1; kill <= KILLS; kill++) {
        await eventually(() => transferred() >= kill * 8, 2 * MINUTE);
        await worker.kill();
        expect(transferred()).toBeLessThan(PAYEES);
        await worker.start();
      }
      await eventually(async () => {
        const { body } = await api.get(`/api/admin/payouts/runs/${run.id}`);
        return body.outcomes.length === 1 && body.outcomes[0].outcome === 'paid';
      }, 3 * MINUTE);

      const destinations = azora.stripe.store.all('transfer').map(({ destination }) => destination);
      expect(destinations).toHaveLength(PAYEES);
      expect(new Set(destinations).size).toBe(PAYEES);
      const [paid] = await rowsOf(azora, `select count(*)::int as count from billing.payouts where state = 'paid'`);
      expect(paid).toEqual({ count: PAYEES });
      expect(await faultsOfPayouts(azora)).toEqual([]);
    },
    8 * MINUTE,
  );
});
