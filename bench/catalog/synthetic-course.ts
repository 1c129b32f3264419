import { v7 } from 'uuid';
import type { Chance } from './chance.ts';
import { LANGUAGES, type Language, WORDS, word } from './vocabulary.ts';

export interface SyntheticCourse {
  id: string;
  slug: string;
  title: string;
  summary: string;
  category: string | null;
  level: string;
  language: Language;
  amount: number;
  currency: string;
  /** Seconds ago. */
  age: number;
  /** At least 0 and less than 1: those at the beginning have more courses. */
  instructor: number;
  learners: number;
  ratings: number;
  stars: number;
}

const CATEGORIES = 200;
const TEN_YEARS = 315_360_000;

/** A course as a marketplace has them: few have what most want. */
export function syntheticCourse(chance: Chance, number: number): SyntheticCourse {
  const language = chance.weighted(LANGUAGES);
  const words = (least: number, most: number) =>
    Array.from({ length: chance.between(least, most) }, () => word(language, chance.rank(WORDS))).join(' ');
  // A name that hardly another course has: of a product, a method, a teacher.
  const name = chance.next() < 0.2 ? ` ${word(language, WORDS + chance.between(1, 100_000))}` : '';
  const learners = Math.floor(chance.next() ** -0.9) - 1;
  const ratings = Math.floor(learners * chance.next() * 0.3);
  return {
    id: v7(),
    slug: `course-${number}`,
    title: words(3, 7) + name,
    summary: words(10, 20),
    category: chance.next() < 0.02 ? null : `Category ${chance.rank(CATEGORIES)}`,
    level: chance.weighted(LEVELS),
    language,
    amount: chance.next() < 0.1 ? 0 : 499 + 100 * chance.rank(400),
    currency: chance.weighted(CURRENCIES),
    age: chance.between(1, TEN_YEARS),
    instructor: chance.next() ** 1.5,
    learners: Math.min(learners, 500_000),
    ratings,
    stars: Math.round(ratings * Math.min(5, 3.2 + 1.8 * chance.next())),
  };
}

const LEVELS = [
  ['all', 45],
  ['beginner', 35],
  ['intermediate', 15],
  ['advanced', 5],
] as const;

const CURRENCIES = [
  ['USD', 70],
  ['EUR', 22],
  ['GBP', 6],
  ['JPY', 2],
] as const;
