import fc from 'fast-check';
import { foldText } from './fold-text.ts';

/** Every letter that has another case. */
const LETTERS = Array.from({ length: 0x11_0000 }, (_, code) => code)
  .filter(code => code < 0xd800 || code > 0xdfff)
  .map(code => String.fromCodePoint(code))
  .filter(letter => !/\p{M}/u.test(letter) && (letter.toLowerCase() !== letter || letter.toUpperCase() !== letter));

function expectFolded(text: string): void {
  const folded = foldText(text);
  expect([foldText(folded), foldText(text.toUpperCase()), foldText(text.toLowerCase())]).toEqual(Array(3).fill(folded));
}

describe('A folded text', () => {
  it('is the same for each letter in either case, and folded already', () => {
    for (const letter of LETTERS) expectFolded(letter);
  });

  it('is the same for whatever word in either case', () => {
    const word = fc
      .array(fc.constantFrom(...LETTERS, 'a', ' ', '1'), { maxLength: 8 })
      .map(letters => letters.join(''));
    fc.assert(fc.property(word, expectFolded));
  });

  it.each([
    ['Straße', 'STRASSE'],
    ['Straße', 'STRAẞE'],
    ['İstanbul', 'istanbul'],
    ['ISPARTA', 'ısparta'],
    ['Οδός', 'ΟΔΌΣ'],
    ['Äpfel', 'a\u0308pfel'],
    ['ﬁnite', 'ＦＩＮＩＴＥ'],
    ['  two\u00a0 words\n', 'Two words'],
  ])('is the same for %j and %j', (one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  it.each([
    ['a', 'ä'],
    ['two words', 'twowords'],
    ['1', 'l'],
  ])('is another for %j and %j', (one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });
});
