import fc from 'fast-check';
import { Money } from '../../kernel/domain/money.ts';
import { readCourseRow } from './read-course-row.ts';

const ROW = { title: 'Compilers', price: '19.99' };

const problemsOf = (row: object) => {
  const read = readCourseRow({ ...ROW, ...row }, 'USD');
  return Array.isArray(read) ? read.map(({ column }) => column) : [];
};

describe('A row of courses from elsewhere', () => {
  it('is read by the names that its columns have there', () => {
    const row = {
      course_id: 1_070_968,
      course_title: '  Ultimate\tInvestment\u00a0 Banking Course ',
      subject: 'Business Finance',
      level: 'All Levels',
      price: 200,
      language: 'Portuguese',
      lessons: 'One | Two|| ',
      num_subscribers: 2147,
    };
    expect(readCourseRow(row, 'USD')).toEqual({
      externalId: '1070968',
      offer: {
        title: 'Ultimate Investment Banking Course',
        summary: '',
        price: Money.of(20_000, 'USD'),
        category: 'Business Finance',
        level: 'all',
        language: 'pt',
      },
      lessonTitles: ['One', 'Two'],
    });
  });

  it.each([
    [{ title: ' \n ' }, 'title'],
    [{ title: 'x'.repeat(201) }, 'title'],
    [{ title: ['x'] }, 'title'],
    [{ price: null }, 'price'],
    [{ price: 'ask' }, 'price'],
    [{ currency: 'DOUBLOON' }, 'currency'],
    [{ price: `${' '.repeat(60)}1 constructor` }, 'price'],
    [{ price: `1.${'0'.repeat(59)}` }, 'price'],
    [{ currency: 'x'.repeat(61) }, 'currency'],
    [{ level: 'Level 3' }, 'level'],
    [{ level: 'constructor' }, 'level'],
    [{ level: '__proto__' }, 'level'],
    [{ level: `beginner ${'\ufeff'.repeat(60)}level` }, 'level'],
    [{ language: `en-${'x-abcdefgh'.repeat(6)}` }, 'language'],
    [{ language: 'Klingonese' }, 'language'],
    [{ category: 'x'.repeat(81) }, 'category'],
    [{ lessons: Array(501).fill('x').join('|') }, 'lessons'],
  ])('is refused whole for what is wrong with it: %j', (row, column) => {
    expect(problemsOf(row)).toContain(column);
  });

  it('is refused for everything that is wrong with it, not only for the first', () => {
    expect(problemsOf({ title: '', price: '', level: 'x' })).toEqual(['title', 'price', 'level']);
  });

  it('is refused at once, however long its cells are', () => {
    const start = performance.now();
    const long = { price: `1.${'0'.repeat(80_000)}1`, level: `x${'\ufeff'.repeat(80_000)}x` };
    expect(problemsOf(long)).toEqual(['price', 'level']);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('is a course or refused, whatever is in it', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null), fc.object());
    const row = fc.record({
      title: cell,
      summary: cell,
      price: cell,
      currency: cell,
      category: cell,
      level: cell,
      language: cell,
      lessons: cell,
      id: cell,
    });
    fc.assert(
      fc.property(row, it => {
        const read = readCourseRow(it, 'USD');
        if (Array.isArray(read)) expect(read.length).toBeGreaterThan(0);
        else expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
    );
  });
});
