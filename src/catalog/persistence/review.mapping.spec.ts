import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Review } from '../domain/review.ts';
import { aDraft, NOON } from '../testing/courses.ts';
import { courseMapping } from './course.mapping.ts';
import { reviewMapping } from './review.mapping.ts';

describe('The mapping of a review', () => {
  it('brings every field back', async () => {
    const course = aDraft();
    const later = new Date('2026-03-02');
    const review = new Review(
      newId(),
      course.id,
      newId(),
      course.instructorId,
      NOON,
      4,
      '"Good" 🙂',
      later,
      'hidden',
      'Thanks',
      later,
    );
    const loaded = await stored(reviewMapping, review, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...review });
    expect(loaded).toBeInstanceOf(Review);
  });
});
