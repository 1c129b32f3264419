import { CURRENCIES, MAX_CHARGE, Money } from '../../kernel/domain/money.ts';

const SYMBOLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['$', ['USD', 'AUD', 'CAD', 'HKD', 'MXN', 'NZD', 'SGD']],
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['¥', ['JPY', 'CNY']],
  ['₹', ['INR']],
]);

const BELOW_ZERO = 'A price is not below zero';

/**
 * Reads a price as people write it: `$1,299.00`, `19,99 €`, `USD 20`, `Free`. A number is what it is, without marks.
 * @param currency what it is in unless it says so itself
 * @returns the price, or what is wrong with it: nothing is guessed where it could mean two things
 */
export function readPrice(price: string | number, currency: string): Money | string {
  return typeof price === 'number' ? priceOfNumber(price, currency) : priceOfText(price, currency);
}

function priceOfNumber(number: number, currency: string): Money | string {
  if (number < 0) return BELOW_ZERO;
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(number)) ?? [];
  return whole ? priceOf(whole, fraction, currency) : `${number} is no price`;
}

function priceOfText(text: string, currency: string): Money | string {
  const written = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (/^(free|gratis|gratuit|kostenlos)$/i.test(written)) return Money.zero(currency);
  const [, before = '', digits = '', after = ''] = /^(\D*?)(\d[\d., '’]*\d|\d)(\D*)$/.exec(written) ?? [];
  if (!digits) return written ? `“${text}” is no price` : 'There is no price';
  const named = `${before}${after}`.trim();
  if (named.includes('-')) return BELOW_ZERO;
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
  return priceOf(whole.replace(/\D/g, ''), fraction, currency);
}

/** @param whole and the digits after it, without marks */
function priceOf(whole: string, fraction: string, currency: string): Money | string {
  const decimals = Money.zero(currency).digits;
  const written = fraction ? `${whole}.${fraction}` : whole;
  // It looks behind, so that zeros in the middle are not tried from each of them.
  const minor = fraction.replace(/(?<!0)0+$/, '');
  if (minor.length > decimals) return `“${written}” is finer than ${currency} can be`;
  const amount = Number(whole + minor.padEnd(decimals, '0'));
  if (amount > MAX_CHARGE) return `“${written}” is more than a price can be`;
  const price = Money.of(amount, currency);
  return price.isPrice ? price : `${currency} ${written} can not be charged`;
}
