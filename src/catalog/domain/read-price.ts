import { CURRENCIES, MAX_CHARGE, Money } from '../../kernel/domain/money.ts';

const SYMBOLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['$', ['USD', 'AUD', 'CAD', 'HKD', 'MXN', 'NZD', 'SGD']],
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['¥', ['JPY', 'CNY']],
  ['₹', ['INR']],
]);

/**
 * Reads a price as people write it: `$1,299.00`, `19,99 €`, `USD 20`, `Free`.
 * @param currency what it is in unless it says so itself
 * @returns the price, or what is wrong with it: nothing is guessed where it could mean two things
 */
export function readPrice(text: string, currency: string): Money | string {
  const written = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (/^(free|gratis|gratuit|kostenlos)$/i.test(written)) return Money.zero(currency);
  const [, before = '', digits = '', after = ''] = /^(\D*?)(\d[\d., '’]*\d|\d)(\D*)$/.exec(written) ?? [];
  if (!digits) return written ? `“${text}” is no price` : 'There is no price';
  const named = `${before}${after}`.trim();
  if (named.includes('-')) return 'A price is not below zero';
  const meant = currencyOf(named, currency);
  if (!meant) return `“${named}” is not ${currency}, nor another currency on its own`;
  return amountIn(digits, meant);
}

function currencyOf(named: string, currency: string): string | undefined {
  if (named === '') return currency;
  const code = named.toUpperCase();
  if (CURRENCIES.includes(code)) return code;
  const meant = SYMBOLS.get(named) ?? [];
  return meant.includes(currency) ? currency : meant.length === 1 ? meant[0] : undefined;
}

function amountIn(digits: string, currency: string): Money | string {
  const decimals = Money.zero(currency).digits;
  const marks = digits.replace(/\d/g, '');
  const last = marks.at(-1) ?? '';
  const place = digits.lastIndexOf(last);
  const behind = digits.length - place - 1;
  const isMark = last === '.' || last === ',';
  const isDecimal = isMark && marks.indexOf(last) === marks.length - 1 && (behind !== 3 || marks.length > 1);
  if (isMark && marks.length === 1 && behind === 3 && decimals === 3)
    return `“${digits}” could be thousands or a fraction`;
  const [whole = '', fraction = ''] = isDecimal ? [digits.slice(0, place), digits.slice(place + 1)] : [digits];
  if (!/^\d+$|^\d{1,3}([., '’]\d{3})+$/.test(whole)) return `“${digits}” is no number`;
  // It looks behind, so that zeros in the middle are not tried from each of them.
  const minor = fraction.replace(/(?<!0)0+$/, '');
  if (minor.length > decimals) return `“${digits}” is finer than ${currency} can be`;
  const amount = Number(whole.replace(/\D/g, '') + minor.padEnd(decimals, '0'));
  if (amount > MAX_CHARGE) return `“${digits}” is more than a price can be`;
  const price = Money.of(amount, currency);
  return price.isPrice ? price : `${currency} ${digits} can not be charged`;
}
