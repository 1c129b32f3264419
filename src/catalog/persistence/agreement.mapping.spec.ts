import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Agreement } from '../domain/agreement.ts';
import { aDraft, NOON } from '../testing/courses.ts';
import { agreementMapping } from './agreement.mapping.ts';
import { courseMapping } from './course.mapping.ts';

describe('The mapping of an agreement', () => {
  it.each(['course', 'instructor'])('brings every field back of one about a %s', async about => {
    const course = aDraft();
    const subject =
      about === 'course'
        ? { courseId: course.id, instructorId: null }
        : { courseId: null, instructorId: course.instructorId };
    const from = new Date('2027-01-01T00:00:00.001Z');
    const agreement = Agreement.reach(newId(), subject, 8_050, from, newId(), NOON);
    const loaded = await stored(agreementMapping, agreement, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...agreement });
    expect(loaded).toBeInstanceOf(Agreement);
  });
});
