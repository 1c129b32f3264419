import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Course, type Offer } from '../domain/course.ts';
import type { Lesson, Section } from '../domain/curriculum.ts';
import { DeclaredFees } from '../domain/declared-fees.ts';
import { type Terms, USUAL_PART } from '../domain/split.ts';

export const NOON = new Date('2026-03-01T12:00:00.000Z');

/** Where nothing else is agreed. */
export const USUAL_TERMS: Terms = { basisPoints: USUAL_PART, fees: DeclaredFees.from('') };

export function anOffer(offer: Partial<Offer> = {}): Offer {
  return {
    title: 'Compilers from Scratch',
    summary: 'From characters to machine code.',
    price: Money.of(4_999, 'USD'),
    category: 'Programming',
    level: 'all',
    language: 'en',
    ...offer,
  };
}

/** Lessons as an author writes them; the first is a preview. */
export function lessons(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    title: `Lesson ${index + 1}`,
    body: `# Text ${index + 1}`,
    preview: index === 0,
  }));
}

export function aLesson(lesson: Partial<Lesson> = {}): Lesson {
  return { id: newId(), title: 'Lesson', preview: false, textId: newId(), length: 8, ...lesson };
}

export function aSection(lessonCount: number): Section {
  return { id: newId(), title: 'Basics', lessons: Array.from({ length: lessonCount }, () => aLesson()) };
}

interface CourseTraits extends Partial<Offer> {
  id?: string;
  lessonCount?: number;
}

export function aDraft({ id = newId(), lessonCount = 2, ...offer }: CourseTraits = {}): Course {
  return Course.draft(id, newId(), anOffer(offer), [aSection(lessonCount)], NOON);
}

export function aCourseOnSale(traits: CourseTraits = {}): Course {
  const course = aDraft(traits);
  course.publish(false, NOON);
  course.pullEvents();
  return course;
}
