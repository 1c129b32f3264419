import type { Shop } from './fill-database.ts';
import type { Row } from './result-table.ts';
import type { Stage } from './stage.ts';

export interface Circumstances {
  stage: Stage;
  shop: Shop;
  /** For each side of a comparison. */
  seconds: number;
  /** Says something that is no row of the table. */
  note(line: string): void;
}

/** Compares the product with its limit in one respect. */
export type Measurement = (circumstances: Circumstances) => Promise<Row[]>;
