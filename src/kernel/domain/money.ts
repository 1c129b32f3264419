/** ISO 4217 codes Azora sells in, with their minor digits. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  USD: 2,
  EUR: 2,
  GBP: 2,
  CAD: 2,
  AUD: 2,
  CHF: 2,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  BHD: 3,
};

export const CURRENCIES = Object.keys(MINOR_DIGITS) as [string, ...string[]];

/** The most a single price may be, in minor units: what Stripe accepts for one charge. */
export const MAX_CHARGE = 99_999_999;

/**
 * An exact amount: whole minor units (cents for USD, yen for JPY, fils for KWD) and an upper-case ISO 4217 currency.
 * Never a fraction, never beyond 2^53 - 1.
 */
export class Money {
  /** Use {@link Money.of}, which checks; this is for the mapping. */
  constructor(
    readonly amount: number,
    readonly currency: string,
  ) {}

  /** @throws RangeError when the amount is not a safe integer or the currency is not sold in. */
  static of(amount: number, currency: string): Money {
    if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a whole number of minor units`);
    if (!Object.hasOwn(MINOR_DIGITS, currency)) throw new RangeError(`${currency} is not a currency Azora sells in`);
    return new Money(amount === 0 ? 0 : amount, currency);
  }

  static zero(currency: string): Money {
    return Money.of(0, currency);
  }

  /** How many digits of its amount are a fraction of the currency's unit: 2 for USD, 0 for JPY, 3 for KWD. */
  get digits(): number {
    return MINOR_DIGITS[this.currency] as number;
  }

  get isZero(): boolean {
    return this.amount === 0;
  }

  plus(other: Money): Money {
    return Money.of(this.amount + this.same(other).amount, this.currency);
  }

  minus(other: Money): Money {
    return Money.of(this.amount - this.same(other).amount, this.currency);
  }

  equals(other: Money): boolean {
    return this.amount === other.amount && this.currency === other.currency;
  }

  /**
   * The part of `basisPoints` ten-thousandths, rounded toward zero; the rest is what remains, so both always sum to the whole.
   * @param basisPoints 0 to 10,000; 7,000 is 70 %.
   */
  split(basisPoints: number): { part: Money; rest: Money } {
    if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > 10_000)
      throw new RangeError(`${basisPoints} is no share`);
    // BigInt, because amount × 10,000 can exceed what a number holds exactly.
    const part = Money.of(Number((BigInt(this.amount) * BigInt(basisPoints)) / 10_000n), this.currency);
    return { part, rest: this.minus(part) };
  }

  /** In whole units, without the currency: `49.99`, `500`, `1.250`. */
  get decimal(): string {
    const digits = MINOR_DIGITS[this.currency] ?? 2;
    const sign = this.amount < 0 ? '-' : '';
    const minor = String(Math.abs(this.amount)).padStart(digits + 1, '0');
    return digits === 0 ? `${sign}${minor}` : `${sign}${minor.slice(0, -digits)}.${minor.slice(-digits)}`;
  }

  /** For people: `49.99 USD`, `500 JPY`, `1.250 KWD`. */
  toString(): string {
    return `${this.decimal} ${this.currency}`;
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency) throw new RangeError(`${other.currency} can't be added to ${this.currency}`);
    return other;
  }
}
