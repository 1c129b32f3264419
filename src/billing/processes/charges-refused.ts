import { makeCounterProvider } from '@willsoto/nestjs-prometheus';

export const CHARGES_REFUSED = 'charges_refused_total';

export const chargesRefused = makeCounterProvider({
  name: CHARGES_REFUSED,
  help: 'Charges refused because their payer was charged too often within 24 hours',
});
