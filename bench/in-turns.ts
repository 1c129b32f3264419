import { type Figures, medianOf } from './figures.ts';

const ROUNDS = 3;

/** Measures one run of so many seconds. */
export type Run = (seconds: number) => Promise<Figures>;

/**
 * Runs the sides in turns, A B A B A B, after a warm-up of each, so that what else the machine does meets all of them.
 * @param seconds for each side, over all its rounds
 */
export async function inTurns(seconds: number, ...sides: Run[]): Promise<Figures[]> {
  const share = Math.max(1, Math.round(seconds / ROUNDS));
  for (const side of sides) await side(share);
  const runs = sides.map((): Figures[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, side] of sides.entries()) runs[index]?.push(await side(share));
  }
  return runs.map(medianOf);
}
