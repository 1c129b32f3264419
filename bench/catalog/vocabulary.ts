/** What words of a language are made of, so that they tell in their letters and accents which it is. */
interface Letters {
  consonants: string;
  vowels: string;
}

const LETTERS = {
  en: { consonants: 'b c d f g h l m n p r s t w st tr ch sh th', vowels: 'a e i o u ea ou y' },
  es: { consonants: 'b c d f g j l ll m n ñ p r rr s t v z', vowels: 'a e i o u ía ó ie' },
  de: { consonants: 'b d f g h k l m n r s ß t w z sch ch pf st', vowels: 'a e i o u ä ö ü ei au' },
  fr: { consonants: 'b c ç d f g j l m n p qu r s t v ch', vowels: 'a e é è ê i o ou eau eu oi' },
  pt: { consonants: 'b c ç d f g l lh m nh n p r s t v x', vowels: 'a e i o u ã õ á ão ei' },
  it: { consonants: 'b c cc d f g gl gn l ll m n p r s t tt v z', vowels: 'a e i o u io ia' },
  ru: { consonants: 'б в г д ж з к л м н п р с т ф х ч ш щ', vowels: 'а е и о у ы я ю' },
  tr: { consonants: 'b c ç d f g ğ h k l m n p r s ş t y z', vowels: 'a e ı i o ö u ü' },
  nl: { consonants: 'b d f g h k l m n p r s t v w z sch cht', vowels: 'aa a e ee i ij o oe ui' },
  ja: {
    consonants: '学 入 開 設 実 基 応 言 数 音 料 写 経 歴 文 科 統 英 会 編',
    vowels: '習 門 発 計 践 礎 用 語 字 楽',
  },
} satisfies Record<string, Letters>;

const signsOf = new Map(
  Object.entries(LETTERS).map(([language, { consonants, vowels }]) => [
    language,
    [consonants.split(' '), vowels.split(' ')],
  ]),
);

export type Language = keyof typeof LETTERS;

/** Courses of each language, in hundredths. */
export const LANGUAGES: readonly (readonly [language: Language, share: number])[] = [
  ['en', 58],
  ['es', 10],
  ['de', 8],
  ['fr', 7],
  ['pt', 5],
  ['it', 4],
  ['ru', 3],
  ['tr', 2],
  ['nl', 2],
  ['ja', 1],
];

/** So many words does a language have, besides names. */
export const WORDS = 20_000;

/** The word of a language that is at this place, from 1, when they are ordered by how often they are used. */
export function word(language: Language, rank: number): string {
  const [consonants = [], vowels = []] = signsOf.get(language) ?? [];
  // Multiplied by a prime, so that neighbors in use are no neighbors in spelling.
  let rest = 10_000 + ((rank * 1_000_003) % 9_999_991);
  let text = '';
  for (const signs of [consonants, vowels, consonants, vowels, consonants, vowels]) {
    text += signs[rest % signs.length];
    rest = Math.floor(rest / signs.length);
    if (rest === 0) break;
  }
  return text;
}
