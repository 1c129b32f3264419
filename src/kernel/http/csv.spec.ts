import { text } from 'node:stream/consumers';
import { csvFile, csvLine } from './csv.ts';

describe('CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ["'=1", "'=1"],
    ['1-1', '1-1'],
    ['-1000', '-1000'],
    ['-12.34', '-12.34'],
    ['-1+1', "'-1+1"],
  ])('writes %j as %j', (cell, written) => {
    expect(csvLine([cell, 'x'])).toBe(`${written},x\r\n`);
  });

  it('begins with its titles, also when there are no rows', async () => {
    const none = async function* () {};
    expect(await text(csvFile('none', { a: String, b: String }, none()).getStream())).toBe('a,b\r\n');
  });

  it('takes its rows as they are read, and lets go of the rest', async () => {
    const taken = { batches: 0, isOver: false };
    const endless = async function* () {
      try {
        for (;;) {
          taken.batches += 1;
          yield Array(1_000).fill('x'.repeat(100));
        }
      } finally {
        taken.isOver = true;
      }
    };
    const stream = csvFile('endless', { a: String }, endless()).getStream();
    let read = 0;
    for await (const _ of stream) {
      read += 1;
      expect(taken.batches).toBeLessThanOrEqual(read + 1);
      if (read === 50) break;
    }
    expect(taken.isOver).toBe(true);
  });
});
