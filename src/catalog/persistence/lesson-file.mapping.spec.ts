import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { LessonFile } from '../domain/lesson-file.ts';
import { aDraft, NOON } from '../testing/courses.ts';
import { courseMapping } from './course.mapping.ts';
import { lessonFileMapping } from './lesson-file.mapping.ts';

describe('The mapping of a file', () => {
  it('brings every field back', async () => {
    const course = aDraft();
    const bytes = 5 * 2 ** 30;
    const args = [newId(), newId(), 'film 🙂.mp4', course.id, newId(), 'video/mp4', bytes, 'clean', NOON] as const;
    const file = new LessonFile(...args);
    const loaded = await stored(lessonFileMapping, file, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...file });
    expect(loaded).toBeInstanceOf(LessonFile);
  });

  it('leaves one that was not received without a place', async () => {
    const file = LessonFile.begin(newId(), newId(), 'film.mp4', NOON);
    expect({ ...(await stored(lessonFileMapping, file)) }).toEqual({ ...file });
  });
});
