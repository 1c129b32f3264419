import { DAY_MS } from '../../kernel/domain/clock.ts';
import { TooManyCharges } from './payment.errors.ts';

/** How often one payer is charged within 24 hours: a bound for what has gone wrong, be it our own loop or a stolen card. */
export class ChargeLimit {
  constructor(private readonly most: number) {}

  /** Charges before that moment do not count any more. */
  since(now: Date): Date {
    return new Date(now.getTime() - DAY_MS);
  }

  allows(charges: number): boolean {
    return charges < this.most;
  }

  /** @throws TooManyCharges */
  assertAllows(charges: number): void {
    if (!this.allows(charges)) throw new TooManyCharges(this.most);
  }
}
