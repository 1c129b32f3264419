/** Minor units for people: `+49.99 USD`. */
export function amountOf(minorUnits: number, currency: string, signDisplay: 'auto' | 'always' = 'auto'): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'code', signDisplay });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  const parts = format
    .formatToParts(minorUnits / 10 ** digits)
    .filter(({ type }) => type !== 'currency' && type !== 'literal');
  return `${parts.map(({ value }) => value).join('')} ${currency}`;
}
