import { Azora, unique } from '../support/azora.ts';
import type { Answer } from '../support/client.ts';

const GUESSES = 500;
/** A hundred of them are hashed, which is what takes long where many share the processor. */
const PATIENCE_MS = 120_000;

describe('A flood of wrong logins', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function flood(): Promise<Answer[]> {
    return Promise.all(
      Array.from({ length: GUESSES }, (_, turn) => {
        // One account in ten is guessed at again and again, and so put off by itself.
        const email = `${turn % 10 ? unique('eve') : 'ada'}@example.org`;
        return azora.api.post('/api/auth/login', { email, password: 'a guess' });
      }),
    );
  }

  it(
    'is refused whole, and everybody else is served meanwhile',
    async () => {
      let isOver = false;
      const flooding = flood().finally(() => {
        isOver = true;
      });
      const reads: Answer[] = [];
      while (!isOver) reads.push(await azora.api.get('/api/courses/list'));

      expect(reads.length).toBeGreaterThan(1);
      expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]));
      const outcomes = (await flooding).map(({ status }) => status);
      expect([401, 429, 503]).toEqual(expect.arrayContaining(outcomes));
      expect(new Set(outcomes).size).toBeGreaterThan(1);
    },
    PATIENCE_MS,
  );
});
