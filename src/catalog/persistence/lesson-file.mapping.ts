import { defineEntity, p } from '@mikro-orm/postgresql';
import { type FileState, LessonFile } from '../domain/lesson-file.ts';

export const lessonFileMapping = defineEntity({
  class: LessonFile,
  schema: 'catalog',
  tableName: 'lesson_files',
  properties: {
    id: p.uuid().primary(),
    instructorId: p.uuid(),
    _name: p.text().fieldName('name'),
    _courseId: p.uuid().nullable().fieldName('course_id'),
    _lessonId: p.uuid().nullable().fieldName('lesson_id'),
    _type: p.text().nullable().fieldName('type'),
    _bytes: p.bigint('number').nullable().fieldName('bytes'),
    _state: p.text().$type<FileState>().fieldName('state'),
    _since: p.datetime().columnType('timestamptz').fieldName('since'),
  },
});
