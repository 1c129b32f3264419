/** What one run measured: the rate, and how long a single call took, in milliseconds. */
export interface Figures {
  perSecond: number;
  p50: number;
  p97: number;
  p99: number;
}

/** @param latencies of the calls, in milliseconds */
export function figuresOf(latencies: number[], perSecond: number): Figures {
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { perSecond, p50: at(0.5), p97: at(0.975), p99: at(0.99) };
}

/** The middle of several runs, figure by figure: one disturbed run does not count. */
export function medianOf(runs: Figures[]): Figures {
  const middle = (figure: keyof Figures) => median(runs.map(run => run[figure]));
  return { perSecond: middle('perSecond'), p50: middle('p50'), p97: middle('p97'), p99: middle('p99') };
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
