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
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let trial = 0; trial < TRIALS / 2; trial++) {
      known.push(await timeOf(email));
      unknown.push(await timeOf(`nobody-${trial}@example.org`));
    }
    const difference = Math.abs(median(known) - median(unknown));
    expect(difference).toBeLessThan(NOISE_SHARE * median(known));
  }, 120_000);
});

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
