import autocannon from 'autocannon';
import type { Figures } from './figures.ts';

export interface Load {
  origin: string;
  connections: number;
  /** Shared out among the connections, each of which sends its part over and over. */
  requests: autocannon.Request[];
  /** Runs this long ... */
  seconds?: number;
  /** ... or until so many requests were answered. */
  amount?: number;
  /** Requests a second, sent when they are due whether or not earlier ones were answered; latencies count from then. */
  rate?: number;
}

/** Sends requests from every connection as fast as they are answered, or at a fixed rate. Anything but 2xx is a failure. */
export async function hammer(load: Load): Promise<Figures> {
  let connection = 0;
  const result = await autocannon({
    url: load.origin,
    connections: load.connections,
    ...(load.amount ? { amount: load.amount } : { duration: load.seconds }),
    ...(load.rate && { overallRate: load.rate }),
    setupClient: client => client.setRequests(partOf(load, connection++)),
  });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${load.origin}: ${result.non2xx} refused, ${result.errors} lost of ${result.requests.total}`);
  const { p50, p97_5: p97, p99 } = result.latency;
  return { perSecond: result['2xx'] / result.duration, p50, p97, p99 };
}

function partOf({ requests, connections }: Load, connection: number): autocannon.Request[] {
  if (requests.length < connections) return requests;
  return requests.filter((_, index) => index % connections === connection);
}
