import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { authoredCourseView, coursePageView, courseView } from '../queries/course.view.ts';
import { aStoredCourseOnSale, aStoredDraft } from '../testing/commands.ts';

const UPLOAD = {
  title: 'Compilers from Scratch',
  summary: 'From characters to machine code.',
  price: { amount: 4_999, currency: 'USD' },
  lessons: [
    { title: 'What a token is', body: '# Tokens', preview: true },
    { title: 'Parsing', body: '# Secret of parsing' },
  ],
};

describe('Courses over HTTP', () => {
  let azora: Azora;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    instructor = await anInstructor(azora);
  });

  afterAll(() => azora.stop());

  async function upload(changes: object = {}) {
    return (await instructor.api.post('/api/courses/upload', { ...UPLOAD, ...changes })).body;
  }

  async function onSale(changes: object = {}) {
    const { id } = await upload(changes);
    return (await instructor.api.post(`/api/courses/${id}/publish`)).body;
  }

  /** The ids on the list, page by page. */
  async function pages(limit: number, betweenPages: () => Promise<unknown> = async () => undefined): Promise<string[]> {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await azora.api.get(
        `/api/courses/list?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
      );
      expect(status).toBe(200);
      const page = coursePageView.parse(body);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (cursor) await betweenPages();
    } while (cursor);
    return seen;
  }

  async function publishedIds(): Promise<string[]> {
    const rows = await rowsOf<{ id: string }>(
      azora,
      `select id from catalog.courses where state = 'published' order by published_at desc, id desc`,
    );
    return rows.map(({ id }) => id);
  }

  describe('for their author', () => {
    it('begin as drafts that nobody else sees', async () => {
      const { status, body } = await instructor.api.post('/api/courses/upload', UPLOAD);
      expect(status).toBe(201);
      expect(authoredCourseView.parse(body)).toMatchObject({
        title: 'Compilers from Scratch',
        state: 'draft',
        publishedAt: null,
        lessons: [{ preview: true }, { preview: false, body: '# Secret of parsing' }],
      });
      expectProblem(await azora.api.get(`/api/courses/${body.slug}`), 404, 'course_not_found');
      expect(await pages(100)).not.toContain(body.id);
    });

    it('are published, and again without any effect', async () => {
      const { id } = await upload();
      const first = await instructor.api.post(`/api/courses/${id}/publish`);
      expect(first).toMatchObject({ status: 200, body: { state: 'published' } });
      expect((await instructor.api.post(`/api/courses/${id}/publish`)).body).toEqual(
        authoredCourseView.parse(first.body),
      );
    });

    it('are not published without a lesson', async () => {
      const { id } = await upload({ lessons: [] });
      expectProblem(await instructor.api.post(`/api/courses/${id}/publish`), 409, 'course_has_no_lessons');
    });

    it('are revised, and the next reader sees it', async () => {
      const course = await onSale();
      const read = () => azora.api.get(`/api/courses/${course.slug}`);
      await read();
      const offer = { title: '  Interpreters ', summary: '', price: { amount: 500, currency: 'JPY' } };
      const revised = await instructor.api.put(`/api/courses/${course.id}`, offer);
      expect(revised.status).toBe(200);
      expect(authoredCourseView.parse(revised.body)).toMatchObject({ title: 'Interpreters', slug: course.slug });
      expect((await read()).body).toMatchObject({ title: 'Interpreters', price: { amount: 500, currency: 'JPY' } });
    });

    it.each([
      '日本語で学ぶコンパイラの作り方、字句解析から機械語の生成まで、一歩ずつ丁寧に進む完全な入門書',
      `Compilers ${'𠀀'.repeat(90)}`,
      '🙂🙂🙂',
      "Robert'); drop table catalog.courses; --",
      'W'.repeat(200),
    ])('have an address that works, whatever the title: %s', async title => {
      const { slug } = await onSale({ title });
      expect(await azora.api.get(`/api/courses/${encodeURIComponent(slug)}`)).toMatchObject({
        status: 200,
        body: { title, slug },
      });
    });

    it.each([
      [0, 'USD'],
      [10, 'KWD'],
      [99_999_999, 'JPY'],
    ])('cost what the author says, at both ends of what there is: %i %s', async (amount, currency) => {
      expect((await onSale({ price: { amount, currency } })).price).toEqual({ amount, currency });
    });
  });

  describe('for everybody', () => {
    it('show the text of a preview and of nothing else', async () => {
      const { slug } = await onSale();
      const { body } = await azora.api.get(`/api/courses/${slug}`);
      expect(courseView.parse(body).lessons.map(lesson => lesson.body)).toEqual(['# Tokens', null]);
      expect(JSON.stringify(body)).not.toContain('Secret');
    });

    it('show nothing in a text that a browser would act on', async () => {
      const evil = '<script>alert(1)</script>\n\n[here](javascript:alert(1)) <img src=x onerror=alert(1)>';
      const { id, slug } = await onSale({ lessons: [{ title: 'Evil', body: evil, preview: true }] });
      const shown = courseView.parse((await azora.api.get(`/api/courses/${slug}`)).body).lessons[0];
      expect(shown?.html).toContain('&lt;script&gt;');
      expect(shown?.html).not.toMatch(/<script|<img|href="javascript/);
      const authored = await instructor.api.get(`/api/instructors/me/courses/${id}`);
      expect(authored.body.lessons[0]).toMatchObject({ body: evil, html: shown?.html });
    });

    it('are listed newest first, and a draft never', async () => {
      const draft = await aStoredDraft(azora);
      const newest = await aStoredCourseOnSale(azora);
      const listed = await pages(100);
      expect(listed[0]).toBe(newest.courseId);
      expect(listed).not.toContain(draft.courseId);
      expect(listed).toEqual(await publishedIds());
    });

    it('come page by page without a gap or a repeat while others are published', async () => {
      for (let count = 0; count < 12; count += 1) await aStoredCourseOnSale(azora);
      // Some at the very same moment, across the edges of pages.
      await rowsOf(
        azora,
        `update catalog.courses set published_at = date_trunc('second', published_at) where state = 'published'`,
      );
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async limit => {
          const before = await publishedIds();
          const seen = await pages(limit, () => aStoredCourseOnSale(azora));
          expect(seen.slice(-before.length)).toEqual(before);
          expect(new Set(seen).size).toBe(seen.length);
        }),
        { numRuns: 6 },
      );
    });

    it.each(['/api/courses/list', 'sales page'])('are not sent again while nothing has changed: %s', async kind => {
      const course = await onSale();
      const path = kind === 'sales page' ? `/api/courses/${course.slug}` : kind;
      const first = await azora.api.get(path);
      const etag = String(first.headers.get('etag'));
      expect(first.headers.get('cache-control')).toBe('public, no-cache');
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await azora.api.with({ 'if-none-match': known }).get(path);
        expect(again).toMatchObject({ status: 304, body: '' });
        expect(again.headers.get('etag')).toBe(etag);
      }
      expect((await azora.api.with({ 'if-none-match': '"other"' }).get(path)).status).toBe(200);
      await instructor.api.put(`/api/courses/${course.id}`, { title: 'New', summary: '', price: UPLOAD.price });
      const changed = await azora.api.with({ 'if-none-match': etag }).get(path);
      expect(changed.status).toBe(200);
      expect(changed.headers.get('etag')).not.toBe(etag);
    });

    it('are found by their exact address only', async () => {
      const { slug } = await onSale();
      for (const other of [slug.toUpperCase(), `${slug}-`, slug.slice(0, -1), `${slug}%20`, '%25', "' or 1=1 --"])
        expectProblem(await azora.api.get(`/api/courses/${other}`), 404, 'course_not_found');
    });
  });
});
