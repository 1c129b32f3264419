import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { answerOf, beginForm, FORM_TYPE, fieldOf, partHead } from '../../../test/support/forms.ts';
import { GOOD_BODIES } from '../../../test/support/good-bodies.ts';
import { anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { everythingStored } from '../../../test/support/stored.ts';
import { authoredCourseView } from '../queries/course.view.ts';
import { filesIn, SAMPLES } from '../testing/files.ts';

const lesson = (title: string) => ({ title, body: `# ${title}` });

const COURSE = {
  ...GOOD_BODIES['POST /api/courses/upload'],
  lessons: [],
  sections: [
    { title: 'Basics', lessons: [lesson('One'), lesson('Two')] },
    { title: 'More', lessons: [lesson('Three')] },
  ],
};

const WRONG = { text: 'Lexing', correct: false };
const UNANSWERABLE = {
  questions: [{ kind: 'single_choice', prompt: 'What?', points: 1, explanation: '', options: [WRONG, WRONG] }],
  passPercent: 50,
};

type File = readonly [field: string, bytes: Uint8Array, name: string];

const FILM: File = ['file:0.1', SAMPLES.mp4, 'two.mp4'];
const NOTES: File = ['file:1.0', SAMPLES.pdf, 'three.pdf'];

function formOf(course: string | Blob, ...files: File[]): FormData {
  const form = new FormData();
  form.append('course', course);
  for (const [field, bytes, name] of files) form.append(field, new Blob([Buffer.from(bytes)]), name);
  return form;
}

describe('A course and its files in one form', () => {
  let folder: string;
  let azora: Azora;
  let instructor: Person;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'azora-files-'));
    azora = await Azora.start({ environment: { WORKERS: 'off', FILE_STORAGE_PATH: folder, FILE_MAX_BYTES: '10000' } });
    instructor = await anInstructor(azora);
  });

  afterAll(async () => {
    await azora.stop();
    await rm(folder, { recursive: true });
  });

  const upload = (form: FormData) => instructor.api.post('/api/courses/upload', form);

  it.each([
    ['a field', JSON.stringify(COURSE)],
    ['a field that says it is JSON', new Blob([JSON.stringify(COURSE)], { type: 'application/json' })],
  ])('is drafted with its document as %s, each file at its lesson', async (_, course) => {
    const { status, body } = await upload(formOf(course, NOTES, FILM));
    expect(status).toBe(201);
    const { lessons } = authoredCourseView.parse(body);
    expect(lessons.map(({ title, file }) => [title, file?.name])).toEqual([
      ['One', undefined],
      ['Two', 'two.mp4'],
      ['Three', 'three.pdf'],
    ]);
    expect(await filesIn(folder)).toEqual(expect.arrayContaining([lessons[1]?.file?.id, lessons[2]?.file?.id]));
  });

  it('is drafted without any file, and without sections', async () => {
    expect((await upload(formOf(JSON.stringify(COURSE)))).status).toBe(201);
    const flat = JSON.stringify({ ...COURSE, sections: [], lessons: [lesson('One')] });
    const { body } = await upload(formOf(flat, ['file:0.0', SAMPLES.mp4, 'one.mp4']));
    expect(authoredCourseView.parse(body).lessons[0]?.file?.name).toBe('one.mp4');
  });

  describe('leaves nothing behind', () => {
    let before: [object | undefined, string[]];

    const everything = async (): Promise<typeof before> => [await everythingStored(azora), await filesIn(folder)];

    beforeEach(async () => {
      before = await everything();
    });

    afterEach(async () => {
      await eventually(async () => {
        expect(await everything()).toEqual(before);
        return true;
      });
    });

    it.each<[string, File, string]>([
      ['a file for a lesson that there is not', ['file:0.2', SAMPLES.mp4, 'a.mp4'], 'file_for_no_lesson'],
      ['a file for a section that there is not', ['file:2.0', SAMPLES.mp4, 'a.mp4'], 'file_for_no_lesson'],
      ['a second file for a lesson', ['file:1.0', SAMPLES.mp4, 'a.mp4'], 'file_for_no_lesson'],
      ['a second file for a lesson, counted oddly', ['file:01.00', SAMPLES.mp4, 'a.mp4'], 'file_for_no_lesson'],
      ['a file for nothing', ['film', SAMPLES.mp4, 'a.mp4'], 'file_for_no_lesson'],
      ['a file for what every object has', ['file:constructor.0', SAMPLES.mp4, 'a.mp4'], 'file_for_no_lesson'],
      ['a file of a wrong type', ['file:0.0', Buffer.from('#!/bin/sh'), 'a.mp4'], 'file_type_not_allowed'],
    ])('with %s', async (_, file, code) => {
      expectProblem(await upload(formOf(JSON.stringify(COURSE), FILM, NOTES, file)), 400, code);
    });

    it('with a file that is too large', async () => {
      const large: File = ['file:0.0', Buffer.alloc(10_001, 'text'), 'a.txt'];
      expectProblem(await upload(formOf(JSON.stringify(COURSE), FILM, large)), 413, 'file_too_large');
    });

    it('with a document that is wrong, and says where', async () => {
      const answer = await upload(formOf(JSON.stringify({ ...COURSE, title: '' }), FILM));
      expectProblem(answer, 422, 'invalid_input');
      expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/title' })]);
    });

    it.each(['{', 'undefined', ''])('with a document that is no JSON: %j', async text => {
      expectProblem(await upload(formOf(text, FILM)), 400, 'malformed_request');
      const asJson = new Blob([text], { type: 'application/json' });
      expectProblem(await upload(formOf(asJson, FILM)), 400, 'malformed_request');
    });

    it.each([
      ['a question that nobody can answer', [{ ...lesson('One'), quiz: UNANSWERABLE }], 'question_has_no_answer'],
      ['more lessons than a course has', Array.from({ length: 501 }, () => lesson('One')), 'course_too_large'],
    ])('with %s, and says so before the first file has come to its end', async (_, lessons, code) => {
      const sections = [lessons.slice(0, 300), lessons.slice(300)].map(some => ({ title: '', lessons: some }));
      const sending = beginForm(`${azora.url}/api/courses/upload`, 'POST', instructor.api.sentHeaders);
      const answered = once(sending, 'response');
      sending.write(
        `${fieldOf('course', JSON.stringify({ ...COURSE, sections }))}${partHead('a.txt', 'file:0.0')}text`,
      );
      const answer = await answerOf((await answered)[0]);
      sending.destroy();
      expectProblem(answer, code === 'course_too_large' ? 409 : 400, code);
    });

    it('with a document that is too long', async () => {
      expectProblem(await upload(formOf('x'.repeat(1_100_000), FILM)), 413, 'body_too_large');
    });

    it('with its document behind a file, twice, or nowhere', async () => {
      const late = new FormData();
      late.append('file:0.0', new Blob([SAMPLES.mp4]), 'a.mp4');
      late.append('course', JSON.stringify(COURSE));
      const twice = formOf(JSON.stringify(COURSE), FILM);
      twice.append('course', JSON.stringify(COURSE));
      for (const form of [late, twice, new FormData()]) {
        const { status } = await upload(form);
        expect([400, 422]).toContain(status);
      }
    });

    it('when it breaks off behind its first file', async () => {
      const whole = new Request('http://any', { method: 'POST', body: formOf(JSON.stringify(COURSE), FILM, NOTES) });
      const type = whole.headers.get('content-type') as string;
      const bytes = Buffer.from(await whole.arrayBuffer());
      const sending = beginForm(`${azora.url}/api/courses/upload`, 'POST', instructor.api.sentHeaders);
      sending.setHeader('content-type', type);
      sending.write(bytes.subarray(0, -120));
      await eventually(async () => (await filesIn(folder)).length > before[1].length);
      sending.destroy();
    });

    it('when it is sent by somebody who may not', async () => {
      const form = azora.api.with({ 'content-type': FORM_TYPE });
      expectProblem(await form.send('POST', '/api/courses/upload', 'x'), 401, 'unauthenticated');
    });
  });
});
