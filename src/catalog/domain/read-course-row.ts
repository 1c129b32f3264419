import { CURRENCIES, type Money } from '../../kernel/domain/money.ts';
import { LEVELS, type Level, type Offer } from './course.ts';
import { MOST_LESSONS } from './curriculum.ts';
import { readLanguage } from './read-language.ts';
import { readPrice } from './read-price.ts';

/** A row as it came, by the names of its columns. */
export type CourseRow = Readonly<Record<string, unknown>>;

/** A course out of a row. */
export interface ReadCourse {
  readonly offer: Offer;
  readonly lessonTitles: readonly string[];
  /** What it is called where it comes from; null without a name. */
  readonly externalId: string | null;
}

export interface RowProblem {
  readonly column: string;
  readonly problem: string;
}

/** What columns are called elsewhere; the first that a row has counts. */
const COLUMNS = {
  externalId: ['external_id', 'course_id', 'id'],
  title: ['title', 'course_title', 'name'],
  summary: ['summary', 'subtitle', 'headline', 'description'],
  price: ['price'],
  currency: ['currency'],
  category: ['category', 'subject'],
  level: ['level', 'instructional_level'],
  language: ['language', 'locale'],
  lessons: ['lessons'],
} as const;

export const KNOWN_COLUMNS: readonly string[] = Object.values(COLUMNS).flat();

/** The column of the cells that a row has beyond its heading: one of the others may be of a neighbor then. */
export const BEYOND_HEADING = 'beyond_the_heading';

const LEVEL_NAMES: ReadonlyMap<string, Level> = new Map([
  ['any', 'all'],
  ['expert', 'advanced'],
  ['introductory', 'beginner'],
]);

/** Of what is a name or a number, in characters. */
const LONGEST_VALUE = 60;

/** @param currency of prices that do not say theirs */
export function readCourseRow(row: CourseRow, currency: string): ReadCourse | RowProblem[] {
  if (BEYOND_HEADING in row) return [{ column: BEYOND_HEADING, problem: 'It has more cells than there are columns' }];
  const reader = new RowReader(row);
  const sold = reader.currency(currency);
  const course = {
    externalId: reader.text('externalId', 200) || null,
    offer: {
      title: reader.text('title', 200, 'There is no title'),
      summary: reader.text('summary', 2_000),
      price: reader.price(sold),
      category: reader.text('category', 80) || null,
      level: reader.read('level', readLevel),
      language: reader.read('language', readLanguage),
    },
    lessonTitles: reader.list('lessons', MOST_LESSONS, 200),
  };
  return reader.problems.length > 0 ? reader.problems : (course as ReadCourse);
}

/** Level 3, of whoever counts on it, is no level: only its name is. */
function readLevel(text: string): { value: Level } | string {
  const name = text
    .toLowerCase()
    .replace(/levels?$/, '')
    .trim();
  if (name === '') return { value: 'all' };
  const level = LEVELS.find(known => known === name) ?? LEVEL_NAMES.get(name);
  return level ? { value: level } : `“${text}” is no level: ${LEVELS.join(', ')}`;
}

class RowReader {
  readonly problems: RowProblem[] = [];

  constructor(private readonly row: CourseRow) {}

  text(column: keyof typeof COLUMNS, most: number, ifEmpty?: string): string {
    const text = this.raw(column);
    const isTooLong = [...text].length > most;
    if (isTooLong) this.refuse(column, `It is longer than ${most} characters`);
    if (text === '' && ifEmpty) this.refuse(column, ifEmpty);
    return isTooLong ? '' : text;
  }

  currency(ifEmpty: string): string {
    const code = this.text('currency', LONGEST_VALUE).toUpperCase() || ifEmpty;
    if (CURRENCIES.includes(code)) return code;
    this.refuse('currency', `Azora does not sell in “${code}”`);
    return ifEmpty;
  }

  list(column: keyof typeof COLUMNS, most: number, longest: number): string[] {
    const items = this.raw(column)
      .split('|')
      .map(item => item.trim())
      .filter(item => item !== '');
    if (items.length > most) this.refuse(column, `There are more than ${most}`);
    if (items.some(item => [...item].length > longest)) this.refuse(column, `One is longer than ${longest} characters`);
    return items;
  }

  price(currency: string): Money | undefined {
    const cell = this.cell('price');
    const price = readPrice(typeof cell === 'number' ? cell : this.text('price', LONGEST_VALUE), currency);
    return typeof price === 'string' ? void this.refuse('price', price) : price;
  }

  read<T>(column: keyof typeof COLUMNS, read: (text: string) => { value: T } | string): T | undefined {
    const found = read(this.text(column, LONGEST_VALUE));
    return typeof found === 'string' ? void this.refuse(column, found) : found.value;
  }

  /** Without what no title has: control characters, halves of characters, space at its ends or twice. */
  private raw(column: keyof typeof COLUMNS): string {
    const value = this.cell(column) ?? '';
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      this.refuse(column, 'It is neither a text nor a number');
      return '';
    }
    return String(value)
      .toWellFormed()
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim();
  }

  private cell(column: keyof typeof COLUMNS): unknown {
    const name = COLUMNS[column].find(known => this.row[known] !== undefined && this.row[known] !== null);
    return name && this.row[name];
  }

  private refuse(column: string, problem: string): void {
    if (!this.problems.some(known => known.column === column)) this.problems.push({ column, problem });
  }
}
