import { eventually } from '../eventually.ts';
import type { Person } from '../person.ts';

interface TokenBalance {
  readonly available: number;
  readonly lifetime: number;
}

export async function awaitTokens(learner: Person, tokens: number): Promise<void> {
  await eventually(
    `${tokens} tokens, and no more ever earned`,
    async () => (await learner.get<TokenBalance>('/api/tokens/balance')).granted(),
    ({ available, lifetime }) => available === tokens && lifetime === tokens,
  );
}
