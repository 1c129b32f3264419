import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import type { Money } from '../../kernel/domain/money.ts';
import { ReceiptIssued } from '../billing.contract.ts';
import type { Payment } from './payment.ts';

/** Who paid, as they were called on that day. */
export interface Payer {
  readonly name: string;
  readonly email: string;
}

/** Who took the money: the platform, as its operator names it. */
export abstract class Seller {
  readonly name!: string;
  readonly address!: string;
}

export interface ReceiptLine {
  readonly description: string;
  /** Minor units of the receipt's currency. */
  readonly amount: number;
}

/** What a payer can show of a payment. It never changes; only who the payer was is forgotten when they are erased. */
export class Receipt extends AggregateRoot {
  constructor(
    /** The id of the payment. */
    readonly id: string,
    readonly number: string,
    readonly issuedAt: Date,
    readonly payerId: string,
    readonly payer: Payer | null,
    readonly seller: Seller,
    readonly description: string,
    readonly amount: Money,
    readonly paymentMethod: string | null,
    readonly lines: readonly ReceiptLine[],
  ) {
    super();
  }

  /**
   * @param sequence its place among the receipts of the year, from 1
   * @param payer null for somebody who has been erased meanwhile
   * @param paymentMethod what sort was charged (`card`); null when the provider did not say
   */
  static issue(
    { id, payerId, description, amount }: Payment,
    sequence: number,
    payer: Payer | null,
    seller: Seller,
    paymentMethod: string | null,
    now: Date,
  ): Receipt {
    const number = `${yearOf(now)}-${String(sequence).padStart(6, '0')}`;
    const lines = [{ description, amount: amount.amount }];
    const receipt = new Receipt(id, number, now, payerId, payer, seller, description, amount, paymentMethod, lines);
    receipt.record(new ReceiptIssued(id, payerId, number, description, amount.amount, amount.currency));
    return receipt;
  }
}

/** The year that a receipt of this moment is numbered in: that of UTC, wherever the payer is. */
export function yearOf(now: Date): number {
  return now.getUTCFullYear();
}

export abstract class Receipts {
  abstract add(receipt: Receipt): void;

  /**
   * The next place among the receipts of a year. Whoever asks after this waits until the transaction ends, and gets the
   * same one if it comes to nothing: so there is no gap.
   */
  abstract nextOf(year: number): Promise<number>;

  /** Forgets who a payer was, also on receipts that are being issued at this moment. */
  abstract forgetPayer(payerId: string): Promise<void>;
}
