import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Course, type Offer } from '../domain/course.ts';

export const NOON = new Date('2026-03-01T12:00:00.000Z');

export function anOffer(offer: Partial<Offer> = {}): Offer {
  return {
    title: 'Compilers from Scratch',
    summary: 'From characters to machine code.',
    price: Money.of(4_999, 'USD'),
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

interface CourseTraits extends Partial<Offer> {
  id?: string;
  lessonCount?: number;
}

export function aDraft({ id = newId(), lessonCount = 2, ...offer }: CourseTraits = {}): Course {
  const numbered = lessons(lessonCount).map(lesson => ({ id: newId(), ...lesson }));
  return Course.draft(id, newId(), anOffer(offer), numbered, NOON);
}

export function aCourseOnSale(traits: CourseTraits = {}): Course {
  const course = aDraft(traits);
  course.publish(NOON);
  course.pullEvents();
  return course;
}
