import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { anAdmin, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { courseImportView, importRowPageView } from '../queries/course-import.view.ts';

describe('Importing courses', () => {
  let azora: Azora;
  let admin: Person;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start();
    admin = await anAdmin(azora);
  });

  beforeEach(async () => {
    instructor = await anInstructor(azora);
  });

  afterAll(() => azora.stop());

  function send(file: string | Uint8Array<ArrayBuffer>, format = 'csv', instructorId = instructor.id) {
    const form = new FormData();
    form.append('import', JSON.stringify({ instructorId, currency: 'USD', format }));
    form.append('file', new Blob([file]), `courses.${format}`);
    return admin.api.post('/api/admin/courses/import', form);
  }

  /** @returns how it ended */
  async function imported(file: string, format = 'csv') {
    const answer = await send(file, format);
    expect(answer.status).toBe(202);
    const { id } = courseImportView.parse(answer.body);
    const progress = async () => (await admin.api.get(`/api/admin/course-imports/${id}`)).body;
    await eventually(async () => (await progress()).finishedAt !== null);
    return courseImportView.parse(await progress());
  }

  async function rows(id: string, state: string) {
    const { body } = await admin.api.get(`/api/admin/course-imports/${id}/rows?state=${state}&limit=100`);
    return importRowPageView.parse(body).items;
  }

  const drafts = () =>
    rowsOf<{ title: string }>(
      azora,
      'select title, summary, price_amount as price, category, level, language, state from catalog.courses where instructor_id = $1 order by title',
      [instructor.id],
    );

  it('makes drafts of rows as others write them, and says of each other why not', async () => {
    const { id, ...counts } = await imported(
      '\ufeffcourse_id,Course Title,Price,Subject,Level,Language\r\n' +
        '1,"  Compilers,\n from ""Scratch"" ",$49.99,Programming,All Levels,English\r\n' +
        '2,Baking,free,Food,Beginner Level,de\r\n' +
        '3,,10,Food,,\r\n' +
        '1,Compilers again,10,,,\r\n' +
        '4,Dancing,ask us,,Expert Level,Elvish\r\n' +
        '5,Short\r\n' +
        '6,Compilers,10,,,,from a list, with words\r\n',
    );
    expect(counts).toMatchObject({ rows: 7, imported: 2, refused: 5 });
    expect(await drafts()).toEqual([
      { title: 'Baking', summary: '', price: 0, category: 'Food', level: 'beginner', language: 'de', state: 'draft' },
      {
        title: 'Compilers, from "Scratch"',
        summary: '',
        price: 4_999,
        category: 'Programming',
        level: 'all',
        language: 'en',
        state: 'draft',
      },
    ]);
    const refused = await rows(id, 'refused');
    expect(refused.map(({ number, problems }) => [number, problems?.map(({ column }) => column)])).toEqual([
      [3, ['title']],
      [4, ['externalId']],
      [5, ['price', 'language']],
      [6, ['price']],
      [7, ['beyond_the_heading']],
    ]);
    expect(refused.at(-1)?.cells).toMatchObject({ price: '10', beyond_the_heading: ['from a list', ' with words'] });
    expect(refused[0]?.cells).toMatchObject({ course_id: '3', subject: 'Food' });
    expect(await rows(id, 'imported')).toMatchObject([{ number: 1, courseId: expect.any(String) }, { number: 2 }]);
  });

  it('takes no cell for that of another column', async () => {
    const { id, ...counts } = await imported('title,price\nCompilers, 2024,10\nBaking,10,\nCrafts,10\n');
    expect(counts).toMatchObject({ imported: 1, refused: 2 });
    expect(await drafts()).toMatchObject([{ title: 'Crafts', price: 1_000 }]);
    expect((await rows(id, 'refused'))[0]).toMatchObject({
      cells: { title: 'Compilers', price: ' 2024', beyond_the_heading: ['10'] },
      problems: [{ column: 'beyond_the_heading' }],
    });
  });

  it('takes a number of JSON for that number', async () => {
    const lines = ['{"title":"One","price":19.999}', '{"title":"Two","price":19.5}', '{"title":"Three","price":1299}'];
    expect(await imported(lines.join('\n'), 'jsonl')).toMatchObject({ imported: 2, refused: 1 });
    expect(await drafts()).toMatchObject([
      { title: 'Three', price: 129_900 },
      { title: 'Two', price: 1_950 },
    ]);
  });

  it('keeps what the database can not, with a mark in its place, wherever in a row it is', async () => {
    const line = String.raw`{"title":"One","price":1,"a\u0000b":"a\u0000","x":{"\ud800":["\udfff"]}}`;
    const { id } = await imported(line, 'jsonl');
    expect((await rows(id, 'imported'))[0]?.cells).toEqual({
      title: 'One',
      price: 1,
      'a\ufffdb': 'a\ufffd',
      x: { '\ufffd': ['\ufffd'] },
    });
  });

  it('does not stand still while it takes in a large file', async () => {
    const row = JSON.stringify({ title: '', price: 1, notes: "it's ".repeat(200_000) });
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    expect(await imported(`${row}\n`.repeat(25), 'jsonl')).toMatchObject({ refused: 25 });
    expect(loop.max / 1_000_000).toBeLessThan(4_000);
  });

  it('takes in a line without an end no further than it may be long', async () => {
    const start = performance.now();
    expectProblem(await send('x'.repeat(31 * 1_048_576), 'jsonl'), 413, 'import_too_large');
    expect(performance.now() - start).toBeLessThan(6_000);
  });

  it('takes JSON lines, and knows what is no row', async () => {
    const lines = ['{"title":"One","price":10,"lessons":"A|B"}', 'nonsense', '[]', '', '{"title":"Two","price":"0"}'];
    expect(await imported(lines.join('\n'), 'jsonl')).toMatchObject({ rows: 4, imported: 2, refused: 2 });
    expect(await drafts()).toMatchObject([{ title: 'One', price: 1_000 }, { title: 'Two' }]);
  });

  it('imports nothing twice, also when the same file is sent twice at the same moment', async () => {
    const file = `external_id,title,price\n${Array.from({ length: 300 }, (_, n) => `x${n},Course ${n},10`).join('\n')}`;
    const [first, second] = await Promise.all([imported(file), imported(file)]);
    expect((first?.imported ?? 0) + (second?.imported ?? 0)).toBe(300);
    expect(await drafts()).toHaveLength(300);
    expect(await imported(file)).toMatchObject({ imported: 0, refused: 300 });
  });

  it('loses and invents none of four thousand dirty rows', async () => {
    const prices = ['19.99', '$20', 'Free', '1,299.00', 'n/a', '-1', '', '10 €', '0.01'];
    const titles = ['Course', ' Kurs\u00a0', 'Ünïcödé', '日本語', '"quoted, title"', '', 'x'.repeat(201)];
    const written = Array.from({ length: 4_000 }, (_, n) => {
      const title = titles[n % titles.length] as string;
      return `${title.startsWith('"') || title === '' ? title : `${title} ${n}`},${JSON.stringify(prices[n % prices.length])}`;
    });
    const right = Array.from({ length: 4_000 }, (_, n) => n).filter(n => n % 7 < 5 && [0, 1, 2, 3, 7].includes(n % 9));
    const { id, ...counts } = await imported(`title,price\n${written.join('\n')}`);
    expect(counts).toMatchObject({ rows: 4_000, imported: right.length, refused: 4_000 - right.length });
    expect(await drafts()).toHaveLength(right.length);
    expect(await rows(id, 'waiting')).toEqual([]);
  });

  it('has pages of rows, and none after a number that no row has', async () => {
    const { id } = await imported('title,price\nOne,1\nTwo,2');
    const after = async (number: number) => {
      const cursor = Buffer.from(String(number)).toString('base64url');
      return admin.api.get(`/api/admin/course-imports/${id}/rows?cursor=${cursor}`);
    };
    expect((await after(1)).body.items).toMatchObject([{ number: 2 }]);
    expect((await after(2_147_483_647)).body.items).toEqual([]);
    expectProblem(await after(2_147_483_648), 422, 'invalid_input');
  });

  it.each([
    ['nothing', '', 'import_has_no_rows'],
    ['a heading alone', 'title,price\n', 'import_has_no_rows'],
    ['an open quote', 'title,price\n"a,b\nc', 'not_csv'],
    ['the same column twice', 'title,Price,price\na,1,2', 'not_csv'],
    ['what is not UTF-8', Buffer.from('title,price\nK\u00fcche,10\n', 'latin1'), 'not_utf8'],
    ['a character that is cut off', Buffer.from('title,price\na,10€').subarray(0, -1), 'not_utf8'],
    ['a row without an end', `title,price\n${'x'.repeat(1_100_000)}`, 'not_csv'],
  ])('refuses %s', async (_, file, code) => {
    expectProblem(await send(file), 400, code);
    expect(await drafts()).toEqual([]);
  });

  it('refuses what is far too large, and courses of nobody who teaches', async () => {
    expectProblem(await send(`title\n${'x\n'.repeat(50_001)}`), 413, 'import_too_large');
    expectProblem(await send('title,price\nx,1', 'csv', admin.id), 409, 'not_an_instructor');
  });
});
