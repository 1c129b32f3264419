import type { Database } from '../../kernel/persistence/database.ts';
import type { NamedCourse } from './earnings.view.ts';

const SQL = 'select id, slug, title from catalog.courses where id = any($1)';

/** Says of what was sold which course it is, as it is called now. */
export async function nameCourses<Row extends { readonly subject: string | null }>(
  database: Database,
  rows: readonly Row[],
): Promise<(Omit<Row, 'subject'> & { course: NamedCourse | null })[]> {
  const ids = [...new Set(rows.map(({ subject }) => subject))];
  const courses = await database.prepared<NamedCourse>('name-courses', SQL, [ids]);
  const named = new Map(courses.map(course => [course.id, course]));
  return rows.map(({ subject, ...row }) => ({ ...row, course: named.get(subject ?? '') ?? null }));
}
