import { Azora } from '../../../test/support/azora.ts';
import { SignInAttempts } from '../domain/sign-in-attempts.ts';
import { anAccount, logIn } from '../testing/accounts.ts';

const TRIALS = 1_000;
/** A hash takes 25 ms: a quarter of that is far beyond the noise of the median of so many trials, and far below a hash. */
const NOISE_SHARE = 0.25;

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
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let trial = 0; trial < TRIALS / 2; trial++) {
      const pair = [
        ['known', email],
        ['unknown', `nobody-${trial}@example.org`],
      ] as const;
      // Two hashes are made at a time, so a busy machine slows both alike; and they take turns in going first.
      const inTurn = trial % 2 ? pair : pair.toReversed();
      await Promise.all(inTurn.map(async ([whose, address]) => times[whose].push(await timeOf(address))));
    }
    const difference = Math.abs(median(times.known) - median(times.unknown));
    expect(difference).toBeLessThan(NOISE_SHARE * median(times.known));
  }, 120_000);
});

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
