import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { CourseImport } from '../domain/course-import.ts';
import { NOON } from '../testing/courses.ts';
import { courseImportMapping } from './course-import.mapping.ts';

describe('The mapping of an import', () => {
  it('brings every field back', async () => {
    const finished = new Date('2026-03-02');
    const courseImport = new CourseImport(newId(), newId(), newId(), 'KWD', NOON, 3, 2, 1, finished);
    const loaded = await stored(courseImportMapping, courseImport);
    expect({ ...loaded }).toEqual({ ...courseImport });
    expect(loaded).toBeInstanceOf(CourseImport);
  });
});
