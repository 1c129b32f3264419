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

/** Card networks settle the third decimal only as zero. */
export function hasRoundedThirdDecimal(amount: number, currency: string): boolean {
  return !threeDecimal.has(currency) || amount % 10 === 0;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
