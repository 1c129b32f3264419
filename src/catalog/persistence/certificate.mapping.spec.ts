import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Certificate } from '../domain/certificate.ts';
import { Enrollment } from '../domain/enrollment.ts';
import { aDraft, NOON } from '../testing/courses.ts';
import { certificateMapping } from './certificate.mapping.ts';
import { courseMapping } from './course.mapping.ts';
import { enrollmentMapping } from './enrollment.mapping.ts';

describe('The mapping of a certificate', () => {
  it.each(['Zoë "Курс" 😀', null])('brings every field back, of %s', async name => {
    const course = aDraft();
    const enrollment = Enrollment.enroll(newId(), course.id, newId(), 'purchase', NOON);
    const certificate = Certificate.issue(enrollment.id, 'Compilers\\ä', name);
    const loaded = await stored(
      certificateMapping,
      certificate,
      [courseMapping, course],
      [enrollmentMapping, enrollment],
    );
    expect({ ...loaded }).toEqual({ ...certificate });
    expect(loaded).toBeInstanceOf(Certificate);
  });
});
