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
});
