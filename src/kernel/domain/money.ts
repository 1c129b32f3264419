interface Currency {
  readonly digits: number;
  /** The least that Stripe charges, in minor units; 1 where it names no least of its own. */
  readonly least: number;
}

/** ISO 4217 codes Azora sells in. The least are those of https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const SOLD_IN: Readonly<Record<string, Currency>> = {
  USD: { digits: 2, least: 50 },
  EUR: { digits: 2, least: 50 },
  GBP: { digits: 2, least: 30 },
  CAD: { digits: 2, least: 50 },
  AUD: { digits: 2, least: 50 },
  CHF: { digits: 2, least: 50 },
  JPY: { digits: 0, least: 50 },
  KRW: { digits: 0, least: 1 },
  KWD: { digits: 3, least: 1 },
  BHD: { digits: 3, least: 1 },
};

export const CURRENCIES = Object.keys(SOLD_IN) as [string, ...string[]];

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
    if (!Object.hasOwn(SOLD_IN, currency)) throw new RangeError(`${currency} is not a currency Azora sells in`);
    return new Money(amount === 0 ? 0 : amount, currency);
  }

  static zero(currency: string): Money {
    return Money.of(0, currency);
  }

  /** How many digits of its amount are a fraction of the currency's unit: 2 for USD, 0 for JPY, 3 for KWD. */
  get digits(): number {
    return this.rules.digits;
  }

  get isZero(): boolean {
    return this.amount === 0;
  }

  /**
   * What a card can be charged with or given back comes in steps of so many minor units: of three digits, the last is 0
   * (https://docs.stripe.com/currencies#three-decimal).
   */
  get step(): number {
    return this.rules.digits === 3 ? 10 : 1;
  }

  get isWholeStep(): boolean {
    return this.amount % this.step === 0;
  }

  /** As much of it as comes in whole steps. */
  get wholeSteps(): Money {
    return new Money(this.amount - (this.amount % this.step), this.currency);
  }

  /** Whether something can be sold for it: for nothing, or for what a card can be charged with. */
  get isPrice(): boolean {
    return this.isZero || (this.isWholeStep && this.amount >= this.rules.least && this.amount <= MAX_CHARGE);
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
    const { digits } = this;
    const sign = this.amount < 0 ? '-' : '';
    const minor = String(Math.abs(this.amount)).padStart(digits + 1, '0');
    return digits === 0 ? `${sign}${minor}` : `${sign}${minor.slice(0, -digits)}.${minor.slice(-digits)}`;
  }

  /** For people: `49.99 USD`, `500 JPY`, `1.250 KWD`. */
  toString(): string {
    return `${this.decimal} ${this.currency}`;
  }

  private get rules(): Currency {
    return SOLD_IN[this.currency] ?? { digits: 2, least: 1 };
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency) throw new RangeError(`${other.currency} can't be added to ${this.currency}`);
    return other;
  }
}
