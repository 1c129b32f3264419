import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { aStoredCourseOnSale } from '../testing/commands.ts';

describe('The database', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  const run = (sql: string, ...values: unknown[]) => rowsOf(azora, sql, values);

  async function aFile(state = 'clean'): Promise<{ id: string; courseId: string }> {
    const { courseId } = await aStoredCourseOnSale(azora);
    const id = newId();
    await run(
      `insert into catalog.lesson_files (id, instructor_id, course_id, lesson_id, name, type, bytes, state, since)
       values ($1, $2, $3, $4, 'film.mp4', 'video/mp4', 1000, $5, now())`,
      id,
      newId(),
      courseId,
      newId(),
      state,
    );
    return { id, courseId };
  }

  const release = ({ id, courseId }: { id: string; courseId: string }) =>
    run(
      'insert into catalog.releases (course_id, number, sections, released_at) values ($1, 2, $2, now())',
      courseId,
      JSON.stringify([{ id: newId(), title: '', lessons: [{ id: newId(), title: '', preview: false, file: { id } }] }]),
    );

  it.each(['name', 'type'])('does not let the %s of a received file change', async column => {
    const { id } = await aFile();
    await expect(run(`update catalog.lesson_files set ${column} = 'other' where id = $1`, id)).rejects.toThrow(
      'never changes',
    );
  });

  it('keeps the files of a release', async () => {
    const file = await aFile();
    await release(file);
    for (const change of [
      `update catalog.lesson_files set released = false where id = $1`,
      `update catalog.lesson_files set state = 'discarded' where id = $1`,
      `delete from catalog.lesson_files where id = $1`,
    ])
      await expect(run(change, file.id)).rejects.toThrow(/A release keeps its files|lesson_files_released/);
  });

  it.each(['infected', 'discarded'])('has no release with a file that is %s', async state => {
    await expect(release(await aFile(state))).rejects.toThrow();
  });

  it('has no release with a file that is not there, or is of another course', async () => {
    const [file, other] = [await aFile(), await aFile()];
    await expect(release({ ...file, id: newId() })).rejects.toThrow('not there');
    await expect(release({ ...file, id: other.id })).rejects.toThrow('not there');
  });
});
