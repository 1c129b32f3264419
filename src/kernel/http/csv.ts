import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

export const CSV = 'text/csv';

/** What a list is answered as that can also be had as a table. */
export const LIST_TYPES = ['application/json', CSV] as const;
export type ListType = (typeof LIST_TYPES)[number];

export const CSV_HAS_ALL = 'As CSV it is one file with all of them, whatever `limit` and `cursor` say.';

/** A spreadsheet takes what begins like this for a formula, and runs it; a number below zero is none. */
const FORMULA = /^(?!-\d+(\.\d+)?$)[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]/;

/** The rows of a table, some at a time. */
type Batches<Item> = AsyncIterable<readonly Item[]> | Iterable<readonly Item[]>;

/** The columns of a table, by their titles: what each says of an item. */
export type Columns<Item> = Readonly<Record<string, (item: Item) => string>>;

/**
 * A list as CSV (RFC 4180) with a line of titles. Batches are taken from their source no faster than the client reads, so
 * that the length of a list does not matter.
 * @param name of the file, without its ending
 */
export function csvFile<Item>(name: string, columns: Columns<Item>, batches: Batches<Item>): StreamableFile {
  return new StreamableFile(Readable.from(linesOf(columns, batches), { objectMode: false }), {
    type: `${CSV}; charset=utf-8; header=present`,
    disposition: `attachment; filename="${name}.csv"`,
  });
}

/** A row of CSV. A cell that would be a formula becomes text, by a quote before it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

async function* linesOf<Item>(columns: Columns<Item>, batches: Batches<Item>): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns));
  const cells = Object.values(columns);
  for await (const items of batches) yield items.map(item => csvLine(cells.map(cell => cell(item)))).join('');
}

function cellOf(text: string): string {
  const cell = FORMULA.test(text) ? `'${text}` : text;
  return SPECIAL.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
