import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import type { CourseRow } from '../domain/read-course-row.ts';
import { ImportCourses } from './import-courses.ts';
import { RequestCourseImport } from './request-course-import.ts';

describe('Importing the next courses', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  async function requested(...rows: CourseRow[]): Promise<string> {
    const id = newId();
    await azora.app.get(CommandBus).execute(new RequestCourseImport(id, newId(), newId(), 'USD', rows));
    return id;
  }

  /** @returns how far it is then */
  async function imported(id: string) {
    await azora.app.get(CommandBus).execute(new ImportCourses(id));
    const [counts] = await rowsOf(azora, 'select imported, refused from catalog.imports where id = $1', [id]);
    return counts;
  }

  it('refuses a row that it fails to read, and goes on with the others', async () => {
    const id = await requested({ title: 'One', price: '1' }, { title: 'Two', price: '2', currency: 'EUR' });
    // A currency that is no longer sold in stands for a mistake of ours.
    await rowsOf(azora, `update catalog.imports set currency = 'XXX' where id = $1`, [id]);
    expect(await imported(id)).toEqual({ imported: 1, refused: 1 });
    const sql = 'select number, problems from catalog.import_rows where import_id = $1 and problems is not null';
    expect(await rowsOf(azora, sql, [id])).toEqual([
      { number: 1, problems: [{ column: '', problem: 'Azora failed to read it' }] },
    ]);
  });

  it('ends a batch after two thousand lessons, however few rows have them', async () => {
    const lessons = Array.from({ length: 500 }, (_, n) => `Lesson ${n}`);
    const id = await requested(...Array(10).fill({ title: 'Many', price: '1', lessons: lessons.join('|') }));
    expect(await imported(id)).toEqual({ imported: 4, refused: 0 });
    expect(await imported(id)).toEqual({ imported: 8, refused: 0 });
    expect(await imported(id)).toEqual({ imported: 10, refused: 0 });
  });

  it('makes lessons that say nothing yet, each of them by itself', async () => {
    const id = await requested({ title: 'Two', price: '1', lessons: 'A|B' }, { title: 'None', price: '1' });
    await imported(id);
    const of = 'from catalog.import_rows r join catalog.courses c on c.id = r.course_id where r.import_id = $1';
    const [made] = await rowsOf<{ lessons: { id: string; title: string }[] }>(
      azora,
      `select c.sections -> 0 -> 'lessons' as lessons ${of} and number = 1`,
      [id],
    );
    expect(made?.lessons).toMatchObject([
      { title: 'A', length: 0, preview: false },
      { title: 'B', length: 0, preview: false },
    ]);
    expect(new Set(made?.lessons.map(lesson => lesson.id)).size).toBe(2);
    const texts = `select body, html from catalog.lesson_texts where course_id in (select c.id ${of})`;
    expect(await rowsOf(azora, texts, [id])).toEqual([{ body: '', html: '' }]);
  });
});
