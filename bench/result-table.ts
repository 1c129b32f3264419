import type { Figures } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

export interface Row {
  what: string;
  unit: string;
  product: Figures;
  /** What the product is compared with, and what that did. */
  against: string;
  limit: Figures;
  /** The ratio it should reach. */
  aim?: number;
}

const HEAD = ['measured', 'product', 'limit', 'ratio', 'aim', 'p50 / p97.5 / p99 ms', "limit's", 'limit is'];

/** The results as a Markdown table. */
export function resultTable(rows: Row[]): string {
  return markdownTable(HEAD, rows.map(cellsOf));
}

function cellsOf({ what, unit, product, against, limit, aim }: Row): string[] {
  const ratio = product.perSecond / limit.perSecond;
  return [
    what,
    `${rateOf(product)} ${unit}`,
    rateOf(limit),
    ratio.toFixed(2),
    aim === undefined ? '' : `${aim}${ratio < aim ? ' (below)' : ''}`,
    latenciesOf(product),
    latenciesOf(limit),
    against,
  ];
}

function rateOf({ perSecond }: Figures): string {
  return Math.round(perSecond).toLocaleString('en');
}

function latenciesOf({ p50, p97, p99 }: Figures): string {
  return [p50, p97, p99].map(value => (value < 10 ? value.toFixed(1) : value.toFixed(0))).join(' / ');
}
