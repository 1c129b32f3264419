import { z } from 'zod';

/** How many rows a page has when the client does not say. */
export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

/** Before and after every id: where the first page of a list by id begins. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The query parameters of a keyset page. A cursor is opaque to clients: the sort key of the last row they saw, so that pages
 * neither skip nor repeat a row while others are added.
 * @param key the schema of the sort key; a tampered cursor fails it
 * @param most rows a page; fewer than usual where each of them is long
 */
export function pageQuery<Key extends z.ZodType>(key: Key, most = MAX_LIMIT) {
  const usual = Math.min(DEFAULT_LIMIT, most);
  return z.strictObject({
    limit: z.coerce.number().int().min(1).max(most).default(usual).describe('rows a page'),
    cursor: cursorOf(key).optional().describe('`nextCursor` of the page before'),
  });
}

/** The view of a keyset page. */
export function pageView<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('the `cursor` of the next page; null on the last'),
  });
}

export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Cuts a page out of `limit + 1` rows: the one too many tells that there is a next page.
 * @param keyOf the sort key of a row
 */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => unknown,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

function cursorOf<Key extends z.ZodType>(key: Key) {
  return z
    .string()
    .max(500)
    .regex(/^[\w-]+$/)
    .meta({ example: 'WyIwMTk5YTJjMC03YjRlLTcwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ' })
    .transform((text, context): z.output<Key> => {
      const parsed = key.safeParse(decoded(text));
      if (parsed.success) return parsed.data as z.output<Key>;
      context.addIssue({ code: 'custom', message: 'This cursor was not given out by this list' });
      return z.NEVER;
    });
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
