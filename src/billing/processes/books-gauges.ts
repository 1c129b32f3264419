import { makeGaugeProvider } from '@willsoto/nestjs-prometheus';

export const UNCLEARED = 'clearing_overdue';
export const DIFFERENCES = 'reconciliation_differences';
export const WAITING_EVENTS = 'provider_events_waiting';
export const OPEN_DISPUTES = 'disputes_open';

export const booksGauges = [
  makeGaugeProvider({
    name: UNCLEARED,
    help: 'Payments and the like that are not settled a week after they were booked',
  }),
  makeGaugeProvider({
    name: DIFFERENCES,
    help: 'Differences between ledger and provider that the latest daily comparison has found',
  }),
  makeGaugeProvider({
    name: WAITING_EVENTS,
    help: "The provider's events that came more than an hour ago and are not handled",
  }),
  makeGaugeProvider({
    name: OPEN_DISPUTES,
    help: 'Disputes that the bank has not decided, by state',
    labelNames: ['state'],
  }),
];
