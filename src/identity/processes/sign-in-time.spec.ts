import { Azora } from '../../../test/support/azora.ts';
import { SignInAttempts } from '../domain/sign-in-attempts.ts';
import { anAccount, logIn } from '../testing/accounts.ts';

const TRIALS = 1_000;
/** A hash takes 25 ms: a tenth of that is beyond the noise of the median of so many trials, and far below a hash. */
const NOISE_SHARE = 0.1;

/** Lets everybody try as often as they like: what is measured here is what comes after. */
class NoLimit extends SignInAttempts {
  async begin() {
    return { alarming: false };
  }
  async succeed() {}
  async takeBack() {}
  async forgive() {}
}

describe('The time that a failed sign-in takes', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({
      environment: { WORKERS: 'off' },
      override: builder => builder.overrideProvider(SignInAttempts).useValue(new NoLimit()),
    });
  });

  afterAll(() => azora.stop());

  async function timeOf(email: string): Promise<number> {
    const began = performance.now();
    expect((await logIn(azora.api, email, 'wrong')).status).toBe(401);
    return performance.now() - began;
  }

  it('does not tell whether there is an account', async () => {
    const { email } = await anAccount(azora);
    const series = { known: [] as number[], unknown: [] as number[], control: [] as number[] };
    for (let trial = 0; trial < TRIALS / 3; trial += 1) {
      const three = [
        ['known', email],
        ['unknown', `nobody-${trial}@example.org`],
        ['control', `no-one-${trial}@example.org`],
      ] as const;
      // One after another, for hashes wait for each other; and each in its turn first, for a machine has its moods.
      const inTurn = [...three.slice(trial % 3), ...three.slice(0, trial % 3)];
      for (const [whose, address] of inTurn) series[whose].push(await timeOf(address));
    }
    const [known, unknown, control] = [median(series.known), median(series.unknown), median(series.control)];
    // Two strangers differ by as much as the machine makes them differ.
    expect(Math.abs(known - unknown)).toBeLessThan(Math.abs(unknown - control) + NOISE_SHARE * unknown);
  }, 240_000);
});

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
