import { Money } from '../../kernel/domain/money.ts';

interface Fee {
  readonly basisPoints: number;
  /** In minor units. */
  readonly fixed: number;
}

/**
 * What is taken off a price before it is divided, for what it costs to be paid. It is declared, because what a payment really
 * costs is known only after its sale is booked; the platform keeps it, and bears the real fee.
 */
export class DeclaredFees {
  constructor(
    /** By currency. */
    private readonly fees: Readonly<Record<string, Fee>>,
  ) {}

  /** @param fees `USD:290+30,EUR:150+25`: ten-thousandths and minor units, by currency */
  static from(fees: string): DeclaredFees {
    const pairs = fees.split(',').filter(pair => pair !== '');
    return new DeclaredFees(
      Object.fromEntries(
        pairs.map(pair => {
          const [basisPoints, fixed] = pair.slice(4).split('+').map(Number);
          return [pair.slice(0, 3), { basisPoints, fixed } as Fee];
        }),
      ),
    );
  }

  /** What of a price is divided. A fee is rounded down, so that it is never more than was declared, nor more than the price. */
  baseOf(price: Money): Money {
    const fee = this.fees[price.currency];
    if (!fee) return price;
    const { rest } = price.split(fee.basisPoints);
    return Money.of(Math.max(0, rest.amount - fee.fixed), price.currency);
  }
}
