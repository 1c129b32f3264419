/** What one run measured: the rate, and how long a single call took, in milliseconds. */
export interface Figures {
  perSecond: number;
  p50: number;
  p97: number;
  p99: number;
}

/** @param latencies of the calls, in milliseconds */
export function figuresOf(latencies: number[], perSecond: number): Figures {
  const [p50, p97, p99] = [0.5, 0.975, 0.99].map(share => shareOf(latencies, share)) as [number, number, number];
  return { perSecond, p50, p97, p99 };
}

function shareOf(latencies: number[], share: number): number {
  const sorted = latencies.sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** What all but a twentieth of the calls took at most. @param latencies in milliseconds */
export function p95Of(latencies: number[]): number {
  return shareOf(latencies, 0.95);
}

/** The middle of several runs, figure by figure: one disturbed run does not count. */
export function medianOf(runs: Figures[]): Figures {
  const middle = (figure: keyof Figures) => median(runs.map(run => run[figure]));
  return { perSecond: middle('perSecond'), p50: middle('p50'), p97: middle('p97'), p99: middle('p99') };
}

export function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
