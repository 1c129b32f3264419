import { makeCounterProvider, makeGaugeProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';

export const REQUEST_DURATION = 'http_request_duration_seconds';
export const REACTIONS = 'reactions_total';
export const LEDGER_FAULTS = 'ledger_faults';

export const metricProviders = [
  makeHistogramProvider({
    name: REQUEST_DURATION,
    help: 'Time to answer, by route template, method and status class',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1],
  }),
  makeCounterProvider({
    name: REACTIONS,
    help: 'Reactions to events, by reaction and outcome',
    labelNames: ['reaction', 'outcome'],
  }),
  makeGaugeProvider({
    name: LEDGER_FAULTS,
    help: 'Contradictions that a ledger found in itself when it last looked',
    labelNames: ['ledger'],
  }),
];
