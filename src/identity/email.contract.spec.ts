import fc from 'fast-check';
import { normalizeEmail } from './email.contract.ts';

describe('The address of an account', () => {
  it.each([
    ['Ada@Example.ORG', 'ada@example.org'],
    ['  ada@example.org\n', 'ada@example.org'],
    ['ａｄａ＠example.org', 'ada@example.org'],
    ['zoe\u0308@example.org', 'zoë@example.org'],
    ['ZOE\u0308@example.org', 'zoë@example.org'],
    ['ada+courses@example.org', 'ada+courses@example.org'],
    ['a.da@example.org', 'a.da@example.org'],
  ])('%j is %j', (written, address) => {
    expect(normalizeEmail(written)).toBe(address);
  });

  it('is the same after normalizing it twice, for any letter with any mark', () => {
    const letter = fc.oneof(fc.string({ unit: 'binary', maxLength: 2 }), fc.constantFrom(...'HJTWY'));
    const mark = fc.integer({ min: 0x300, max: 0x36f }).map(code => String.fromCodePoint(code));
    fc.assert(
      fc.property(letter, mark, (first, second) => {
        const once = normalizeEmail(first + second);
        expect(normalizeEmail(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one, whether a letter that has no capital of its own is written in one sign or two', () => {
    expect(normalizeEmail('J\u030c@example.org')).toBe(normalizeEmail('\u01f0@example.org'));
  });
});
