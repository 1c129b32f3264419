import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Course } from '../domain/course.ts';
import { aDraft, aLesson, NOON } from '../testing/courses.ts';
import { courseMapping } from './course.mapping.ts';

describe('The mapping of a course', () => {
  it('brings every field back, and its price as money', async () => {
    const course = new Course(
      newId(),
      newId(),
      'compilers-00000001',
      NOON,
      'Compilers',
      'From characters to machine code.',
      Money.of(4_999, 'USD'),
      'Programming',
      'advanced',
      'pt-BR',
      [{ id: newId(), title: '"Basics"\n\\ ä 🙂', lessons: [aLesson({ preview: true })] }],
      'in_review',
      true,
      null,
      new Date('2026-03-02T00:00:00.001Z'),
      new Date('2026-03-03T00:00:00.001Z'),
      'Lesson 3 has no text.',
      7,
      [{ instructorId: newId(), portion: 2_500 }],
    );
    const loaded = await stored(courseMapping, course);
    expect({ ...loaded }).toEqual({ ...course });
    expect(loaded).toBeInstanceOf(Course);
    expect(loaded.price).toBeInstanceOf(Money);
    expect(loaded.price.plus(Money.of(1, 'USD'))).toEqual(Money.of(5_000, 'USD'));
  });

  it('leaves a draft unpublished', async () => {
    const course = aDraft({ lessonCount: 0 });
    const loaded = await stored(courseMapping, course);
    expect({ ...loaded }).toEqual({ ...course });
    expect(loaded).toMatchObject({ state: 'draft', _publishedAt: null, submittedAt: null });
  });
});
