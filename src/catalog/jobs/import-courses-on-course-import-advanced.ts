import { type CommandReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { CourseImportAdvanced } from '../catalog.contract.ts';
import { ImportCourses } from '../commands/import-courses.ts';

@Reaction({ to: CourseImportAdvanced, name: 'import-courses-on-course-import-advanced', queue: 'catalog' })
export class ImportCoursesOnCourseImportAdvanced implements CommandReaction<CourseImportAdvanced> {
  command({ importId }: CourseImportAdvanced) {
    return new ImportCourses(importId);
  }
}
