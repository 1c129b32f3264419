/** A font, and what it has signs for. */
export interface Typeface {
  readonly name: string;
  has(codePoint: number): boolean;
}

/** A piece of text that one font can set, in one direction. */
export interface Run {
  readonly typeface: Typeface;
  readonly text: string;
}

/** The encoding of PDF's standard fonts: Windows-1252. */
const WINDOWS_1252 = /^[ -~\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/;

const RIGHT_TO_LEFT = (() => {
  const letter = String.raw`[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]`;
  return new RegExp(String.raw`(${letter}(?:[^\p{L}\p{N}]*${letter})*\p{M}*)`, 'u');
})();

const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function standardTypeface(name: string): Typeface {
  return { name, has: codePoint => WINDOWS_1252.test(String.fromCodePoint(codePoint)) };
}

/**
 * Cuts text into pieces that one font can set. A piece keeps its font for as long as it can; the first in the list is
 * preferred. What is written from right to left is a piece of its own, since a font turns round all that it is given.
 * @returns also whether every sign was found: where none of the fonts has one, there is a question mark
 */
export function setIn(typefaces: readonly [Typeface, ...Typeface[]], text: string): { runs: Run[]; isWhole: boolean } {
  const runs: Run[] = [];
  let isWhole = true;
  const line = text.normalize('NFC').replaceAll(/[\p{Cc}\s]+/gu, ' ');
  for (const piece of line.split(RIGHT_TO_LEFT)) {
    let [current] = typefaces;
    let written = '';
    for (const { segment } of GRAPHEMES.segment(piece)) {
      const typeface = [current, ...typefaces].find(candidate => canSet(candidate, segment));
      isWhole &&= typeface !== undefined;
      if (typeface && typeface !== current) {
        runs.push({ typeface: current, text: written });
        [current, written] = [typeface, ''];
      }
      written += typeface ? visible(typeface, segment) : '?';
    }
    runs.push({ typeface: current, text: written });
  }
  return { runs: runs.filter(run => run.text !== ''), isWhole };
}

function canSet({ has }: Typeface, grapheme: string): boolean {
  return [...grapheme].every(sign => INVISIBLE.test(sign) || has(sign.codePointAt(0) as number));
}

function visible({ has }: Typeface, grapheme: string): string {
  return [...grapheme].filter(sign => has(sign.codePointAt(0) as number)).join('');
}
