import fc from 'fast-check';
import { z } from 'zod';
import { DEFAULT_LIMIT, encodeCursor, MAX_LIMIT, pageOf, pageQuery } from './page.ts';

const query = pageQuery(z.tuple([z.iso.datetime(), z.uuid()]));
const key = fc.tuple(
  fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }).map(date => date.toISOString()),
  fc.uuid(),
);

describe('A keyset page', () => {
  it('takes back every cursor it gave out', () => {
    fc.assert(
      fc.property(key, sortKey => {
        expect(query.parse({ cursor: encodeCursor(sortKey) })).toEqual({ limit: DEFAULT_LIMIT, cursor: sortKey });
      }),
    );
  });

  it('refuses every cursor that does not hold a sort key', () => {
    const forged = fc.oneof(
      fc.json().map(text => Buffer.from(text).toString('base64url')),
      fc.string(),
    );
    fc.assert(
      fc.property(forged, cursor => {
        expect(query.safeParse({ cursor }).success).toBe(false);
      }),
    );
  });

  it('refuses a cursor that lost a character', () => {
    fc.assert(
      fc.property(key, fc.nat(), (sortKey, place) => {
        const cursor = encodeCursor(sortKey);
        const at = place % cursor.length;
        expect(query.safeParse({ cursor: cursor.slice(0, at) + cursor.slice(at + 1) }).success).toBe(false);
      }),
    );
  });

  it.each([0, -1, 1.5, MAX_LIMIT + 1, 'many', ''])('refuses a limit of %p', limit => {
    expect(query.safeParse({ limit }).success).toBe(false);
  });

  it('has a next one also after a row that is nothing', () => {
    expect(pageOf([0, 1], 1, number => number)).toEqual({ items: [0], nextCursor: encodeCursor(0) });
  });

  it('visits every row once, in order, whatever the limit', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.integer({ min: 1, max: MAX_LIMIT }), (numbers, limit) => {
        const sorted = numbers.toSorted((a, b) => a - b);
        const numberQuery = pageQuery(z.int());
        const seen: number[] = [];
        let cursor: string | null | undefined;
        do {
          const after = numberQuery.parse({ limit, cursor: cursor ?? undefined }).cursor ?? -1;
          const rows = sorted.filter(number => number > after).slice(0, limit + 1);
          const page = pageOf(rows, limit, number => number);
          seen.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toEqual(sorted);
      }),
    );
  });
});
