import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { lessonsOf } from '../domain/curriculum.ts';
import { Enrollment } from '../domain/enrollment.ts';
import { aDraft, NOON } from '../testing/courses.ts';
import { courseMapping } from './course.mapping.ts';
import { enrollmentMapping } from './enrollment.mapping.ts';

describe('The mapping of an enrollment', () => {
  it('brings every field back', async () => {
    const course = aDraft();
    const lessonIds = lessonsOf(course.sections).map(({ id }) => id);
    const completed = Object.fromEntries(lessonIds.map(id => [id, { at: NOON.toISOString(), score: 80 }]));
    const enrollment = new Enrollment(
      newId(),
      course.id,
      newId(),
      'purchase',
      NOON,
      completed,
      new Date('2026-03-02'),
      new Date('2026-03-03'),
    );
    const loaded = await stored(enrollmentMapping, enrollment, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...enrollment });
    expect(loaded).toBeInstanceOf(Enrollment);
  });

  it('leaves one that has only begun without lessons or an end', async () => {
    const course = aDraft();
    const enrollment = new Enrollment(newId(), course.id, newId(), 'purchase', NOON, {}, null, null);
    const loaded = await stored(enrollmentMapping, enrollment, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...enrollment });
    expect([loaded.completions, loaded.completedAt, loaded.endedAt]).toEqual([{}, null, null]);
  });
});
