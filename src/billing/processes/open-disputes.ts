import { makeGaugeProvider } from '@willsoto/nestjs-prometheus';

export const OPEN_DISPUTES = 'disputes_open';

export const openDisputes = makeGaugeProvider({
  name: OPEN_DISPUTES,
  help: 'Disputes that the bank has not decided, by state, when they were last looked at',
  labelNames: ['state'],
});
