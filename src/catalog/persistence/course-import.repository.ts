import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { CompiledQuery } from 'kysely';
import type { CourseImport } from '../domain/course-import.ts';
import { CourseImports, type RowEnd, type WaitingRow } from '../domain/course-imports.ts';
import type { CourseRow } from '../domain/read-course-row.ts';
import { courseImportMapping } from './course-import.mapping.ts';

@Injectable()
export class CourseImportRepository extends CourseImports {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async add(courseImport: CourseImport, rows: readonly (CourseRow | null)[]): Promise<void> {
    this.em.persist(courseImport);
    // The entity manager would write the rows into its statement letter by letter, which takes seconds for megabytes.
    await this.em.getKysely().executeQuery(
      CompiledQuery.raw(
        `insert into catalog.import_rows (import_id, number, cells)
         select $1::uuid, number, nullif(row, 'null') from jsonb_array_elements($2::jsonb) with ordinality as r (row, number)`,
        [courseImport.id, JSON.stringify(rows)],
      ),
    );
  }

  override async lock(id: string): Promise<CourseImport | undefined> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    return (await this.em.findOne(courseImportMapping, { id }, { lockMode })) ?? undefined;
  }

  override waiting(id: string, most: number): Promise<WaitingRow[]> {
    return this.em.execute<WaitingRow[]>(
      `select number, cells from catalog.import_rows
       where import_id = ? and course_id is null and problems is null order by number limit ?`,
      [id, most],
    );
  }

  override async known(instructorId: string, externalIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.em.execute<{ name: string }[]>(
      `select external_id as name from catalog.imported_courses where instructor_id = ?
       and external_id in (select jsonb_array_elements_text(?::jsonb))`,
      [instructorId, JSON.stringify(externalIds)],
    );
    return new Set(rows.map(({ name }) => name));
  }

  override async end({ id, instructorId }: CourseImport, ends: readonly RowEnd[]): Promise<void> {
    await this.em.execute(
      `with ends as (
         select * from jsonb_to_recordset(?::jsonb) as e (number int, "courseId" uuid, "externalId" text, problems jsonb)
       ), names as (
         insert into catalog.imported_courses (instructor_id, external_id, course_id)
         select ?::uuid, "externalId", "courseId" from ends where "externalId" is not null
       )
       update catalog.import_rows r set course_id = e."courseId", problems = e.problems
       from ends e where r.import_id = ?::uuid and r.number = e.number`,
      [JSON.stringify(ends), instructorId, id],
    );
  }
}
