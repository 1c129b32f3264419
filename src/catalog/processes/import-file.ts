import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { parse } from 'csv-parse';
import { GetAccount } from '../../identity/identity.contract.ts';
import { RequestCourseImport } from '../commands/request-course-import.ts';
import { NotAnInstructor } from '../domain/course.errors.ts';
import { ImportHasNoRows, ImportTooLarge, NotCsv } from '../domain/import.errors.ts';
import type { CourseRow } from '../domain/read-course-row.ts';

const MOST_BYTES = 32 * 1_048_576;
const MOST_ROWS = 50_000;
const MOST_OF_A_ROW = 1_048_576;

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

  /** @throws NotAnInstructor, NotCsv, ImportHasNoRows, ImportTooLarge */
  async take(order: ImportOrder, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const { importId, requestedBy, instructorId, currency, format } = order;
    const account = await this.queries.execute(new GetAccount(instructorId));
    if (!account?.roles.includes('instructor')) throw new NotAnInstructor(instructorId);
    const rows: (CourseRow | null)[] = [];
    const source = bounded(bytes);
    for await (const row of format === 'csv' ? rowsOfCsv(source) : rowsOfLines(source)) {
      rows.push(row);
      if (rows.length > MOST_ROWS) throw new ImportTooLarge(MOST_ROWS, MOST_BYTES);
    }
    if (rows.length === 0) throw new ImportHasNoRows();
    await this.commands.execute(new RequestCourseImport(importId, requestedBy, instructorId, currency, rows));
  }
}

async function* bounded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new ImportTooLarge(MOST_ROWS, MOST_BYTES);
    yield chunk;
  }
}

/** The first row names the columns. A row of another length keeps what it has. */
async function* rowsOfCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CourseRow> {
  const parser = parse({
    bom: true,
    columns: (heading: string[]) => heading.map(name => storable(name).trim().toLowerCase().replace(/\s+/g, '_')),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_OF_A_ROW,
    on_record: (row: Record<string, string>) =>
      Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, storable(cell)])),
  });
  const source = Readable.from(bytes);
  source.on('error', error => parser.destroy(error));
  try {
    yield* source.pipe(parser) as AsyncIterable<CourseRow>;
  } catch (error) {
    throw (error as { code?: string }).code?.startsWith('CSV_') ? new NotCsv((error as Error).message) : error;
  }
}

async function* rowsOfLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CourseRow | null> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield rowOf(line);
  }
  if (rest.trim() !== '') yield rowOf(rest);
}

function rowOf(line: string): CourseRow | null {
  try {
    const row: unknown = JSON.parse(line, (_, value) => (typeof value === 'string' ? storable(value) : value));
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as CourseRow) : null;
  } catch {
    return null;
  }
}

/** With a mark in place of NUL and of half a character, which the database can not store. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
