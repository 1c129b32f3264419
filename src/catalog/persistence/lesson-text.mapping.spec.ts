import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { LessonText } from '../domain/lesson-text.ts';
import { aDraft } from '../testing/courses.ts';
import { courseMapping } from './course.mapping.ts';
import { lessonTextMapping } from './lesson-text.mapping.ts';

describe('The mapping of what a lesson says', () => {
  it('brings every field back', async () => {
    const course = aDraft();
    const text = new LessonText(newId(), course.id, '# "Text"\n\\ ä 🙂', '<h1>&quot;Text&quot;</h1>');
    const loaded = await stored(lessonTextMapping, text, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...text });
    expect(loaded).toBeInstanceOf(LessonText);
  });
});
