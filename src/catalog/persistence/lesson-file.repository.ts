import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { UploadNotFound } from '../domain/file.errors.ts';
import type { LessonFile } from '../domain/lesson-file.ts';
import { LessonFiles } from '../domain/lesson-files.ts';
import { lessonFileMapping } from './lesson-file.mapping.ts';

const lockMode = LockMode.PESSIMISTIC_WRITE;

@Injectable()
export class LessonFileRepository extends LessonFiles {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(file: LessonFile): void {
    this.em.persist(file);
  }

  override of(ids: readonly string[]): Promise<readonly LessonFile[]> {
    return this.em.find(lessonFileMapping, { id: { $in: [...ids] } });
  }

  override async find(id: string): Promise<LessonFile | undefined> {
    return (await this.em.findOne(lessonFileMapping, { id }, { lockMode })) ?? undefined;
  }

  override async lock(id: string, instructorId: string): Promise<LessonFile> {
    const file = await this.em.findOne(lessonFileMapping, { id, instructorId }, { lockMode });
    if (!file) throw new UploadNotFound();
    return file;
  }

  override async takeToScan(now: Date, until: Date): Promise<string | undefined> {
    const [taken] = await this.em.execute<{ id: string }[]>(
      `update catalog.lesson_files set scan_at = ? where id = (
         select id from catalog.lesson_files where state in ('unscanned', 'scanning') and (scan_at is null or scan_at <= ?)
         order by since limit 1 for update skip locked)
       returning id`,
      [until, now],
    );
    return taken?.id;
  }

  /** What is in use is in a release, or in the draft of its course, or has just been received. */
  override async discardUnused(before: Date): Promise<void> {
    await this.em.execute(
      `update catalog.lesson_files f set state = 'discarded'
       where not f.released and f.since < ? and f.state <> 'discarded' and not exists (
         select from catalog.courses c, catalog.files_of(c.sections) d where c.id = f.course_id and d.id = f.id)`,
      [before],
    );
  }

  override async takeToDrop(now: Date, until: Date, most: number): Promise<readonly string[]> {
    const taken = await this.em.execute<{ id: string }[]>(
      `update catalog.lesson_files set drop_at = ? where id in (
         select id from catalog.lesson_files where state = 'discarded' and (drop_at is null or drop_at <= ?)
         order by drop_at nulls first, id limit ? for update skip locked)
       returning id`,
      [until, now, most],
    );
    return taken.map(({ id }) => id);
  }

  override async forget(id: string): Promise<void> {
    await this.em.execute(`delete from catalog.lesson_files where id = ? and state = 'discarded'`, [id]);
  }
}
