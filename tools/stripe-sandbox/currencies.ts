import { ParameterError } from './stripe-error.ts';

/** The currencies Stripe charges in, by their smallest unit. */
const ZERO_DECIMAL = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf';
const THREE_DECIMAL = 'bhd jod kwd omr tnd';
const TWO_DECIMAL = `
  aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve
  czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt
  lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln
  qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd yer
  zar zmw`;

const threeDecimal = new Set(words(THREE_DECIMAL));

export const currencies: ReadonlySet<string> = new Set([
  ...words(ZERO_DECIMAL),
  ...words(TWO_DECIMAL),
  ...threeDecimal,
]);

/** Two decimals on the wire, of which banks know none. */
const WHOLE_ONLY = new Set(['isk', 'ugx']);
const PAID_OUT_WHOLE = new Set(['huf', 'twd', ...WHOLE_ONLY]);

/** A currency's code as Stripe writes it. */
export function supportedCurrency(code: string, param = 'currency'): string {
  const currency = code.toLowerCase();
  if (!currencies.has(currency)) {
    throw new ParameterError(param, `Invalid currency: ${currency}.`, 'invalid_currency');
  }
  return currency;
}

/** Refuses what cards and banks cannot move: the third decimal is settled only as zero, some currencies only whole. */
export function checkGranularity(amount: number, currency: string): void {
  if (threeDecimal.has(currency)) checkMultiple(10, amount, currency);
  if (WHOLE_ONLY.has(currency)) checkMultiple(100, amount, currency);
}

export function checkPayoutGranularity(amount: number, currency: string): void {
  checkGranularity(amount, currency);
  if (PAID_OUT_WHOLE.has(currency)) checkMultiple(100, amount, currency);
}

function checkMultiple(step: number, amount: number, currency: string): void {
  if (amount % step === 0) return;
  const message = `Amounts in ${currency} must be multiples of ${step}.`;
  throw new ParameterError('amount', message, 'parameter_invalid_integer');
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
