/** The countries an account can be in, by their currency. */
const BY_CURRENCY = `
  usd US PR
  eur AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK
  gbp GB GI
  aed AE
  aud AU
  brl BR
  cad CA
  chf CH LI
  czk CZ
  dkk DK
  hkd HK
  huf HU
  inr IN
  jpy JP
  mxn MX
  myr MY
  nok NO
  nzd NZ
  pln PL
  ron RO
  sek SE
  sgd SG
  thb TH`;

export const currencyByCountry: ReadonlyMap<string, string> = new Map(
  BY_CURRENCY.trim()
    .split('\n')
    .flatMap(line => {
      const [currency = '', ...countries] = line.trim().split(' ');
      return countries.map(country => [country, currency] as const);
    }),
);
