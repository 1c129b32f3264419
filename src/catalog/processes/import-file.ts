import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { parse } from 'csv-parse';
import { GetAccount } from '../../identity/identity.contract.ts';
import { RequestCourseImport } from '../commands/request-course-import.ts';
import { bounded } from '../domain/bytes.ts';
import { NotAnInstructor } from '../domain/course.errors.ts';
import type { Bytes } from '../domain/file-storage.ts';
import { ImportHasNoRows, ImportTooLarge, NotCsv, NotUtf8 } from '../domain/import.errors.ts';
import { BEYOND_HEADING, type CourseRow, KNOWN_COLUMNS } from '../domain/read-course-row.ts';

const MOST_BYTES = 32 * 1_048_576;
const MOST_ROWS = 50_000;
const MOST_OF_A_ROW = 1_048_576;

const tooLarge = () => new ImportTooLarge(MOST_ROWS, MOST_BYTES, MOST_OF_A_ROW);

/** What a file of courses is, and whose they will be. */
export interface ImportOrder {
  readonly importId: string;
  readonly requestedBy: string;
  readonly instructorId: string;
  readonly currency: string;
  readonly format: 'csv' | 'jsonl';
}

/** Takes in a file of courses row by row. Whether a row is a course is found out in the background. */
@Injectable()
export class ImportFile {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** @throws NotAnInstructor, NotUtf8, NotCsv, ImportHasNoRows, ImportTooLarge */
  async take(order: ImportOrder, bytes: Bytes): Promise<void> {
    const { importId, requestedBy, instructorId, currency, format } = order;
    const account = await this.queries.execute(new GetAccount(instructorId));
    if (!account?.roles.includes('instructor')) throw new NotAnInstructor(instructorId);
    const rows: (CourseRow | null)[] = [];
    const text = textOf(bounded(bytes, MOST_BYTES, tooLarge()));
    for await (const row of format === 'csv' ? rowsOfCsv(text) : rowsOfLines(text)) {
      rows.push(row);
      if (rows.length > MOST_ROWS) throw tooLarge();
    }
    if (rows.length === 0) throw new ImportHasNoRows();
    await this.commands.execute(new RequestCourseImport(importId, requestedBy, instructorId, currency, rows));
  }
}

/** @throws NotUtf8 */
async function* textOf(bytes: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new NotUtf8();
    }
  };
  for await (const chunk of bytes) yield decoded(chunk);
  yield decoded();
}

/** The first row names the columns. A shorter row keeps what it has, and a longer one tells that it is. */
async function* rowsOfCsv(text: AsyncIterable<string>): AsyncGenerator<CourseRow> {
  const parser = parse({
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_OF_A_ROW,
  });
  const source = Readable.from(text);
  source.on('error', error => parser.destroy(error));
  let heading: string[] | undefined;
  try {
    for await (const cells of source.pipe(parser) as AsyncIterable<string[]>)
      if (heading) yield rowOfCells(heading, cells.map(storable));
      else heading = headingOf(cells.map(storable));
  } catch (error) {
    throw (error as { code?: string }).code?.startsWith('CSV_') ? new NotCsv((error as Error).message) : error;
  }
}

function headingOf(cells: readonly string[]): string[] {
  const heading = cells.map(name => name.trim().toLowerCase().replace(/\s+/g, '_'));
  const twice = KNOWN_COLUMNS.find(name => heading.indexOf(name) !== heading.lastIndexOf(name));
  if (twice) throw new NotCsv(`There are two columns “${twice}”`);
  return heading;
}

function rowOfCells(heading: readonly string[], cells: readonly string[]): CourseRow {
  const beyond = cells.slice(heading.length);
  return {
    ...Object.fromEntries(cells.slice(0, heading.length).map((cell, place) => [heading[place], cell])),
    ...(beyond.length > 0 && { [BEYOND_HEADING]: beyond }),
  };
}

async function* rowsOfLines(text: AsyncIterable<string>): AsyncGenerator<CourseRow | null> {
  let line = '';
  for await (const piece of text)
    for (const more of piece.split(/(?<=\n)/)) {
      line += more;
      if (line.length > MOST_OF_A_ROW) throw tooLarge();
      if (!more.endsWith('\n')) continue;
      if (line.trim() !== '') yield rowOfLine(line);
      line = '';
    }
  if (line.trim() !== '') yield rowOfLine(line);
}

function rowOfLine(line: string): CourseRow | null {
  try {
    const row: unknown = JSON.parse(line, (_, value) => storableJson(value));
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as CourseRow) : null;
  } catch {
    return null;
  }
}

/** The names in an object are texts too. */
function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, cell]) => [storable(name), cell]));
}

/** With a mark in place of NUL and of half a character, which the database can not store. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
