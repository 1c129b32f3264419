import { defineEntity, p } from '@mikro-orm/postgresql';
import { LessonText } from '../domain/lesson-text.ts';

export const lessonTextMapping = defineEntity({
  class: LessonText,
  schema: 'catalog',
  tableName: 'lesson_texts',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    body: p.text(),
    html: p.text(),
  },
});
