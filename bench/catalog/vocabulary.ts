/** Syllables of each language, so that a word tells which it is of, in its letters and accents. */
const SYLLABLES: Readonly<Record<string, string>> = {
  en: 'bra cel dor fin gam har jun kel lom mar nor pel quin rust sab tor urn vel wick yar',
  es: 'ñar ció bar dul pez raz mí tel cue llo gra zan jor que lín dos pue ven tás fra',
  de: 'bäu schl dör für zung keit heim ächt lös mund straß tief wöl kraf zeug nüch gab ruh vog pfl',
  fr: 'eau bel çon dre été fou gné hèl ille jou lan mêm nou oui pla quê rou sse tré vin',
  pt: 'ção lhe nho bai cor dês fei gua jar lum mão per ros são tel uva ven xar zel brá',
  it: 'glia chi bel zzo dol fre gno ghi lla mez nno pia que rro sci tta uno vio zie cco',
  ru: 'бра вел гор дом жар зем кол луч мор нов пол рук сад тих узо фил ход чер шум юна',
  tr: 'ağı bal çok dır ekş gün hız ışı kul lar mek nış ova pın rak şeh tür uçu yaz zül',
  nl: 'aar boe cht dij eel gra hui ijk kle lij moe nie oog paa roe sch tuin uur vroe wij',
  ja: '学習 入門 開発 設計 実践 基礎 応用 言語 数学 音楽 料理 写真 経済 歴史 文化 科学 統計 英語 会話 編集',
};

/** Courses of each language, in hundredths. */
export const LANGUAGES = [
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
] as const;

export type Language = (typeof LANGUAGES)[number][0];

/** So many words does a language have, besides names. */
export const WORDS = 20_000;

const syllablesOf = new Map(Object.entries(SYLLABLES).map(([language, all]) => [language, all.split(' ')]));

/** The word of a language that is at this place, from 1, when they are ordered by how often they are used. */
export function word(language: Language, rank: number): string {
  const syllables = syllablesOf.get(language) ?? [];
  const letters = [];
  // Multiplied by a prime and not counted up, so that neighbors in use are no neighbors in spelling.
  for (let rest = 400 + ((rank * 7_919) % 159_600); rest > 0; rest = Math.floor(rest / 20)) {
    letters.push(syllables[rest % 20]);
  }
  return letters.join('');
}
