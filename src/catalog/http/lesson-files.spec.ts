import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import {
  beginForm,
  FORM_END,
  FORM_TYPE,
  formWith,
  partHead,
  partNamed,
  sendStream,
} from '../../../test/support/forms.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { TakeFilesToDrop } from '../commands/take-files-to-drop.ts';
import { DropFiles } from '../processes/drop-files.ts';
import { authoredCourseView } from '../queries/course.view.ts';
import { lessonContentView } from '../queries/lesson-content.view.ts';
import { filesIn, REFUSED, SAMPLES } from '../testing/files.ts';

const MOST = 300_000_000;
const MB = 1_048_576;

describe('Files of lessons over HTTP', () => {
  let folder: string;
  let azora: Azora;
  let instructor: Person;
  let course: PublishedCourse;
  let lessonId: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'azora-files-'));
    azora = await Azora.start({
      environment: { WORKERS: 'off', FILE_STORAGE_PATH: folder, FILE_MAX_BYTES: String(MOST) },
    });
    instructor = await anInstructor(azora);
  });

  beforeEach(async () => {
    course = await aPublishedCourse(instructor, 0, 3);
    // The first is a preview.
    lessonId = course.lessonIds[1] as string;
  });

  afterAll(async () => {
    await azora.stop();
    await rm(folder, { recursive: true });
  });

  const addressOf = (lesson = lessonId) => `/api/courses/${course.id}/lessons/${lesson}/file`;

  function put(bytes: Uint8Array, name = 'film.mp4', lesson = lessonId): Promise<Answer> {
    return instructor.api.put(addressOf(lesson), formWith(bytes, name));
  }

  function fileIn({ body }: Answer, lesson = lessonId) {
    return authoredCourseView.parse(body).lessons.find(({ id }) => id === lesson)?.file;
  }

  async function publish(): Promise<void> {
    expect((await instructor.api.post(`/api/courses/${course.id}/publish`)).status).toBe(200);
  }

  async function anEnrolled(): Promise<Person> {
    const learner = await aLearner(azora);
    await learner.api.once().post('/api/courses/purchase', { courseId: course.id });
    return learner;
  }

  async function contentFor({ api }: Person, lesson = lessonId) {
    const { body } = await api.get(`/api/lessons/${lesson}/content`);
    return lessonContentView.parse(body);
  }

  /** The link as it is served here, and not at PUBLIC_URL. */
  async function linkFor(person: Person): Promise<string> {
    return new URL((await contentFor(person)).url).pathname;
  }

  const known = async () =>
    (await rowsOf<{ id: string }>(azora, 'select id from catalog.lesson_files')).map(it => it.id);

  describe('sent by the instructor', () => {
    it.each(Object.entries(SAMPLES))(
      'are kept when they are %s, under the name that they have',
      async (ending, bytes) => {
        const file = fileIn(await put(bytes, `Lesson 1.${ending}`));
        expect(file).toMatchObject({ name: `Lesson 1.${ending}`, bytes: bytes.length, state: 'unscanned' });
        expect(await filesIn(folder)).toContain(file?.id);
      },
    );

    it.each(Object.entries(REFUSED))('are refused when they are %s, and nothing is kept', async (_, bytes) => {
      const [before, rows] = [await filesIn(folder), await known()];
      expectProblem(await put(bytes, 'film.mp4'), 400, 'file_type_not_allowed');
      expect(await filesIn(folder)).toEqual(before);
      expect(await known()).toEqual(rows);
    });

    it.each([
      ['../../../../etc/cron.d/evil.mp4', 'evil.mp4'],
      ['C:\\Windows\\evil.mp4', 'evil.mp4'],
      ['..', 'file.mp4'],
      ['.htaccess', 'htaccess.mp4'],
      ['film.exe', 'film.exe.mp4'],
      ['film\u202e4pm.exe', 'film4pm.exe.mp4'],
      ['a:b<c>|d?.mp4', 'a_b_c__d_.mp4'],
      ['FILM.MP4', 'FILM.MP4'],
      [`${'🙂'.repeat(200)}.mp4`, `${'🙂'.repeat(146)}.mp4`],
    ])('and called %j are called %j', async (given, name) => {
      const answer = await instructor.api.put(addressOf(), formWith(SAMPLES.mp4, given));
      expect(fileIn(answer)?.name).toBe(name);
    });

    it.each([
      ['with a NUL in it', "filename*=utf-8''a%00b.txt", 'ab.txt'],
      ['with half a letter in it', "filename*=utf-16''a%d8%00b.txt", expect.stringMatching(/^.{1,154}\.txt$/u)],
      ['by 60 kB', `filename="${'x'.repeat(60_000)}.txt"`, `${'x'.repeat(146)}.txt`],
    ])('are taken under what is left of a name %s', async (_, filename, name) => {
      const form = instructor.api.with({ 'content-type': FORM_TYPE });
      const answer = await form.send('PUT', addressOf(), `${partNamed(filename)}text${FORM_END}`);
      expect(answer.status).toBe(200);
      expect(fileIn(answer)?.name).toEqual(name);
    });

    it('reach learners with the next publishing, and stay with the lesson when it is rewritten', async () => {
      await put(SAMPLES.mp4);
      const learner = await anEnrolled();
      expectProblem(await learner.api.get(`/api/lessons/${lessonId}/content`), 404, 'lesson_file_not_found');
      await instructor.api.put(`/api/courses/${course.id}/lessons/${lessonId}`, { title: 'Two', body: '# Two' });
      await publish();
      expect(await contentFor(learner)).toMatchObject({ name: 'film.mp4', type: 'video/mp4' });
      const { body } = await learner.api.get(`/api/courses/${course.id}/learn`);
      expect(body.lessons[1]).toMatchObject({ title: 'Two', file: { type: 'video/mp4', bytes: SAMPLES.mp4.length } });
      expect(body.lessons[2].file).toBeNull();
    });

    it('take the place of each other, and learners have the former until the next publishing', async () => {
      await put(SAMPLES.mp4);
      await publish();
      const learner = await anEnrolled();
      const second = fileIn(await put(SAMPLES.pdf, 'notes.pdf'));
      expect((await contentFor(learner)).type).toBe('video/mp4');
      expect((await contentFor(instructor)).id).toBe(second?.id);
      await publish();
      expect((await contentFor(learner)).type).toBe('application/pdf');
    });

    it('are taken away again', async () => {
      await put(SAMPLES.mp4);
      expect(fileIn(await instructor.api.send('DELETE', addressOf()))).toBeNull();
      expect((await instructor.api.send('DELETE', addressOf())).status).toBe(200);
    });

    it('at once for one lesson: both are told so, and one of them is its file', async () => {
      const answers = await Promise.all([put(SAMPLES.mp4), put(SAMPLES.pdf, 'a.pdf'), put(SAMPLES.png, 'a.png')]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const { body } = await instructor.api.get(`/api/instructors/me/courses/${course.id}`);
      expect(answers.map(answer => fileIn(answer)?.id)).toContain(fileIn({ body } as Answer)?.id);
    });

    it('are refused before they are stored where there is no such lesson, or course, or it is another’s', async () => {
      const before = await filesIn(folder);
      expectProblem(await put(SAMPLES.mp4, 'a.mp4', newId()), 404, 'lesson_not_found');
      const nowhere = `/api/courses/${newId()}/lessons/${lessonId}/file`;
      expectProblem(await instructor.api.put(nowhere, formWith(SAMPLES.mp4)), 404, 'course_not_found');
      const other = await anInstructor(azora);
      expectProblem(await other.api.put(addressOf(), formWith(SAMPLES.mp4)), 404, 'course_not_found');
      expect(await filesIn(folder)).toEqual(before);
    });
  });

  describe('that are long', () => {
    async function* film(megabytes: number, seen: () => void = () => undefined) {
      yield SAMPLES.mp4;
      const chunk = Buffer.alloc(65_536);
      for (let sent = 0; sent < megabytes * MB; sent += chunk.length) {
        seen();
        yield chunk;
      }
    }

    const memory = () => {
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / MB;
    };

    it('cost no memory, neither on their way in nor on their way out', async () => {
      const before = memory();
      let most = before;
      const look = () => {
        most = Math.max(most, memory());
      };
      const { status } = await sendStream(
        `${azora.url}${addressOf()}`,
        'PUT',
        instructor.api.sentHeaders,
        film(250, look),
      );
      expect(status).toBe(200);
      const response = await azora.api.fetch(await linkFor(instructor));
      let length = 0;
      for await (const chunk of response.body ?? []) {
        length += chunk.length;
        look();
      }
      expect(length).toBe(250 * MB + SAMPLES.mp4.length);
      // Less than half of the file, with room for what the collector has not got to.
      expect(most - before).toBeLessThan(120);
    }, 60_000);

    it('of more bytes than a file has are refused, and nothing is kept', async () => {
      const [before, rows] = [await filesIn(folder), await known()];
      const sent = sendStream(`${azora.url}${addressOf()}`, 'PUT', instructor.api.sentHeaders, film(310));
      expectProblem(await sent, 413, 'file_too_large');
      expect(await filesIn(folder)).toEqual(before);
      expect(await known()).toEqual(rows);
    }, 60_000);

    it('take as long as they take, while other bodies have a minute', async () => {
      const server = azora.app.getHttpServer();
      const sockets: Socket[] = [];
      server.on('connection', (socket: Socket) => sockets.push(socket));
      /** As the server does with each request that has been arriving for a minute. */
      const timeOut = () => {
        const error = Object.assign(new Error('timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
        server.emit('clientError', error, sockets.at(-1));
      };
      const headers = { ...instructor.api.sentHeaders, connection: 'close' };
      const sending = beginForm(`${azora.url}${addressOf()}`, 'PUT', headers);
      const [before, answered] = [await filesIn(folder), once(sending, 'response')];
      sending.write(partHead('film.mp4'));
      sending.write(Buffer.concat([SAMPLES.mp4, Buffer.alloc(MB)]));
      await eventually(async () => (await filesIn(folder)).length > before.length);
      timeOut();
      sending.end(FORM_END);
      expect((await answered)[0].statusCode).toBe(200);

      const slow = request(`${azora.url}/api/courses/upload`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'content-length': '100' },
      });
      const [count, refused] = [sockets.length, once(slow, 'response')];
      slow.on('error', () => undefined);
      slow.write('{');
      await eventually(() => sockets.length > count);
      timeOut();
      expect((await refused)[0].statusCode).toBe(408);
    });

    it('and of a wrong type are refused at their beginning, and their sender hears why', async () => {
      async function* zeros() {
        for (let sent = 0; sent < 100; sent += 1) yield Buffer.alloc(MB);
      }
      const headers = instructor.api.sentHeaders;
      const answer = await sendStream(`${azora.url}${addressOf()}`, 'PUT', headers, zeros());
      expectProblem(answer, 400, 'file_type_not_allowed');
      const nowhere = `${azora.url}/api/courses/${newId()}/lessons/${lessonId}/file`;
      expectProblem(await sendStream(nowhere, 'PUT', headers, film(100)), 404, 'course_not_found');
      expectProblem(await sendStream(nowhere, 'PUT', {}, film(100)), 401, 'unauthenticated');
    });

    it('and break off leave nothing behind', async () => {
      const [before, rows] = [await filesIn(folder), await known()];
      const sending = beginForm(`${azora.url}${addressOf()}`, 'PUT', instructor.api.sentHeaders);
      sending.write(partHead('film.mp4'));
      sending.write(SAMPLES.mp4);
      sending.write(Buffer.alloc(MB));
      await eventually(async () => (await filesIn(folder)).length > before.length);
      sending.destroy();
      await eventually(async () => (await known()).length === rows.length);
      expect(await filesIn(folder)).toEqual(before);
    });
  });

  describe('in a form that is none', () => {
    it.each([
      ['nothing', ''],
      ['no boundary', 'nonsense'],
      ['no end', partHead('a.mp4')],
      ['another field', `${partHead('a.mp4', 'film')}x${FORM_END}`],
      ['a field of every object', `${partHead('a.mp4', '__proto__')}x${FORM_END}`],
      ['no file at all', FORM_END.slice(2)],
      ['two files', `${partHead('a.txt')}text\r\n${partHead('b.txt')}more${FORM_END}`],
      ['a head without an end', partHead('a.mp4').slice(0, 50)],
    ])('are refused: %s', async (_, body) => {
      const [before, rows] = [await filesIn(folder), await known()];
      const form = instructor.api.with({ 'content-type': FORM_TYPE });
      expectProblem(await form.send('PUT', addressOf(), body), 400, 'malformed_request');
      expect(await filesIn(folder)).toEqual(before);
      expect(await known()).toEqual(rows);
    });

    it.each(['application/json', 'text/plain', 'application/octet-stream', 'video/mp4'])(
      'are refused as %s',
      async type => {
        const sent = instructor.api.with({ 'content-type': type }).send('PUT', addressOf(), '{}');
        expectProblem(await sent, 415, 'unsupported_media_type');
      },
    );

    it('are refused without a boundary', async () => {
      const form = instructor.api.with({ 'content-type': 'multipart/form-data' });
      expectProblem(await form.send('PUT', addressOf(), 'x'), 400, 'malformed_request');
    });
  });

  describe('opened', () => {
    beforeEach(async () => {
      await put(SAMPLES.mp4);
      await put(SAMPLES.png, 'cover.png', course.lessonIds[0]);
      await publish();
    });

    it('by who is enrolled, the instructor, and for a preview by anybody who is signed in', async () => {
      const [stranger, learner] = [await aLearner(azora), await anEnrolled()];
      const preview = course.lessonIds[0] as string;
      for (const person of [learner, instructor]) expect((await contentFor(person)).type).toBe('video/mp4');
      for (const person of [stranger, learner, instructor])
        expect((await contentFor(person, preview)).type).toBe('image/png');
      expectProblem(await azora.api.get(`/api/lessons/${preview}/content`), 401, 'unauthenticated');
    });

    it('are not there for others, nor where there is no file or no lesson: all in the same words', async () => {
      const stranger = await aLearner(azora);
      const [learner, empty] = [await anEnrolled(), course.lessonIds[2]];
      const refusals = [
        await stranger.api.get(`/api/lessons/${lessonId}/content`),
        await stranger.api.get(`/api/lessons/${newId()}/content`),
        await learner.api.get(`/api/lessons/${empty}/content`),
      ];
      for (const refusal of refusals) expectProblem(refusal, 404, 'lesson_file_not_found');
      expect(new Set(refusals.map(({ body }) => body.detail)).size).toBe(1);
    });

    it('are not for everybody any more once the course is off sale, and stay with who has it', async () => {
      const [stranger, learner] = [await aLearner(azora), await anEnrolled()];
      await instructor.api.post(`/api/courses/${course.id}/archive`);
      const preview = course.lessonIds[0] as string;
      expectProblem(await stranger.api.get(`/api/lessons/${preview}/content`), 404, 'lesson_file_not_found');
      expect((await contentFor(learner)).type).toBe('video/mp4');
    });

    it('of a draft are its author’s only', async () => {
      const { body: draft } = await instructor.api.post('/api/courses/upload', {
        title: 'Draft',
        summary: '',
        price: { amount: 0, currency: 'USD' },
        lessons: [{ title: 'One', body: '', preview: true }],
      });
      const [{ id }] = draft.lessons;
      await instructor.api.put(`/api/courses/${draft.id}/lessons/${id}/file`, formWith(SAMPLES.mp4));
      expect((await contentFor(instructor, id)).type).toBe('video/mp4');
      const stranger = await aLearner(azora);
      expectProblem(await stranger.api.get(`/api/lessons/${id}/content`), 404, 'lesson_file_not_found');
    });
  });

  describe('at their link', () => {
    const film = Buffer.concat([SAMPLES.mp4, Buffer.from(Array.from({ length: 1_000 }, (_, i) => i % 251))]);
    let link: string;

    beforeEach(async () => {
      await put(film, 'Ädä’s film%.mp4');
      link = await linkFor(instructor);
    });

    const get = (headers: Record<string, string> = {}, address = link) => azora.api.with(headers).fetch(address);

    it('come to whoever has it, and can not act', async () => {
      const answer = await get();
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(film);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'video/mp4',
        'content-length': String(film.length),
        'accept-ranges': 'bytes',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': `inline; filename="_d__s film_.mp4"; filename*=UTF-8''%C3%84d%C3%A4%E2%80%99s%20film%25.mp4`,
        'cache-control': 'private, max-age=3600',
      });
    });

    it.each([
      ['notes.pdf', SAMPLES.pdf, 'application/pdf', 'attachment'],
      ['all.zip', SAMPLES.zip, 'application/zip', 'attachment'],
      ['notes.txt', SAMPLES.txt, 'text/plain; charset=utf-8', 'inline'],
      ['cover.png', SAMPLES.png, 'image/png', 'inline'],
    ])('%s is sent as what it is', async (name, bytes, type, how) => {
      await put(bytes, name);
      const { headers } = await get({}, await linkFor(instructor));
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('content-disposition')).toMatch(new RegExp(`^${how}; filename="${name}"`));
    });

    it.each([
      ['bytes=0-0', 0, 0],
      ['bytes=10-99', 10, 99],
      ['bytes=1000-', 1000, film.length - 1],
      ['bytes=-5', film.length - 5, film.length - 1],
      ['bytes=5-99999999', 5, film.length - 1],
    ])('come in parts: %s', async (range, first, last) => {
      const answer = await get({ range });
      expect(answer.status).toBe(206);
      expect(answer.headers.get('content-range')).toBe(`bytes ${first}-${last}/${film.length}`);
      expect(answer.headers.get('content-length')).toBe(String(last - first + 1));
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(film.subarray(first, last + 1));
    });

    it('have no part beyond their end', async () => {
      const answer = await get({ range: `bytes=${film.length}-` });
      expect(answer.headers.get('content-range')).toBe(`bytes */${film.length}`);
      const { status, headers } = answer;
      expectProblem({ status, headers, body: await answer.json() }, 416, 'range_not_satisfiable');
    });

    it('come whole where a range is of something else, of several parts, or none', async () => {
      const etag = (await get()).headers.get('etag') ?? '';
      const modified = (await get()).headers.get('last-modified') ?? '';
      const range = 'bytes=1-2';
      for (const condition of [etag, modified]) expect((await get({ range, 'if-range': condition })).status).toBe(206);
      for (const condition of ['"other"', `W/${etag}`, 'Thu, 01 Jan 1970 00:00:00 GMT'])
        expect((await get({ range, 'if-range': condition })).status).toBe(200);
      for (const odd of ['bytes=0-1,5-6', 'bytes=9-1', 'lines=1-2'])
        expect((await get({ range: odd })).status).toBe(200);
    });

    it('do not come again to who has them', async () => {
      const etag = (await get()).headers.get('etag') ?? '';
      for (const tags of [etag, `"a", ${etag}`, '*']) {
        const answer = await get({ 'if-none-match': tags });
        expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 304, body: '' });
      }
    });

    it.each<Record<string, string>>([{}, { range: 'bytes=10-19' }])(
      'show with HEAD what they would with GET: %j',
      async headers => {
        const [got, head] = [await get(headers), await azora.api.with(headers).send('HEAD', link)];
        expect(head).toMatchObject({ status: got.status, body: '' });
        for (const name of ['content-length', 'content-range', 'content-type', 'etag', 'content-disposition'])
          expect(head.headers.get(name)).toBe(got.headers.get(name));
      },
    );

    it('are gone when it is too old', async () => {
      azora.clock.advance({ minutes: 119 });
      expect((await get()).status).toBe(200);
      azora.clock.advance({ minutes: 1 });
      expectProblem(await azora.api.get(link), 404, 'file_link_invalid');
    });

    it('are not there when one letter of it is another', async () => {
      const ticket = link.split('/').at(-1) as string;
      for (const place of [0, 10, 21, 22, 30, 40, 71]) {
        const other = ticket[place] === 'A' ? 'B' : 'A';
        const forged = ticket.slice(0, place) + other + ticket.slice(place + 1);
        expectProblem(await azora.api.get(`/api/files/${forged}`), 404, 'file_link_invalid');
      }
      for (const forged of ['x', ticket.slice(1), `${ticket}A`, 'A'.repeat(72), `..%2f${ticket}`])
        expectProblem(await azora.api.get(`/api/files/${forged}`), 404, 'file_link_invalid');
    });

    it('are a refusal that nobody keeps when the store has lost them', async () => {
      const { id } = await contentFor(instructor);
      await rm(path.join(folder, id.slice(-2), id));
      expectProblem(await azora.api.get(link), 404, 'file_link_invalid');
      expectProblem(await azora.api.with({ range: 'bytes=0-1' }).get(link), 404, 'file_link_invalid');
    });

    it('break off without harm when a client leaves in the middle', async () => {
      const gone = new AbortController();
      const answer = await fetch(`${azora.url}${link}`, { signal: gone.signal });
      gone.abort();
      await expect(answer.arrayBuffer()).rejects.toThrow();
      expect((await get()).status).toBe(200);
    });
  });

  describe('that nothing needs', () => {
    const sweep = () => azora.app.get(DropFiles, { strict: false }).sweep();

    it('are swept after a day: neither what is drafted nor what was ever published', async () => {
      const first = fileIn(await put(SAMPLES.mp4));
      await publish();
      const second = fileIn(await put(SAMPLES.pdf));
      const third = fileIn(await put(SAMPLES.png));
      await sweep();
      expect(await known()).toEqual(expect.arrayContaining([first?.id, second?.id, third?.id]));
      azora.clock.advance({ hours: 25 });
      await sweep();
      const left = await known();
      expect(left).toEqual(expect.arrayContaining([first?.id, third?.id]));
      expect(left).not.toContain(second?.id);
      expect(left).toEqual(expect.arrayContaining(await filesIn(folder)));
    });

    const discarded = () =>
      rowsOf<{ id: string }>(azora, `select id from catalog.lesson_files where state = 'discarded'`);

    async function discard(count: number): Promise<void> {
      await rowsOf(
        azora,
        `insert into catalog.lesson_files (id, instructor_id, name, state, since)
         select gen_random_uuid(), $1, 'film.mp4', 'discarded', now() from generate_series(1, $2)`,
        [instructor.id, count],
      );
    }

    it('are swept all at once, however many there are', async () => {
      await discard(1_010);
      await sweep();
      expect(await known()).toEqual(expect.arrayContaining(await filesIn(folder)));
      expect(await discarded()).toEqual([]);
    }, 60_000);

    it('are shared out among those who sweep, and come to others when nothing is heard of who has taken them', async () => {
      await discard(250);
      const take = () => azora.app.get(CommandBus).execute(new TakeFilesToDrop());
      const taken = (await Promise.all([take(), take(), take(), take()])).flat();
      expect(new Set(taken).size).toBe(250);
      expect(taken).toHaveLength(250);
      await sweep();
      expect(await discarded()).toHaveLength(250);
      azora.clock.advance({ hours: 1 });
      await sweep();
      expect(await discarded()).toEqual([]);
    });

    it('and can not be deleted hold up no others, and are tried again later', async () => {
      await discard(10);
      const [{ id } = { id: '' }] = await discarded();
      const inTheWay = path.join(folder, id.slice(-2), id);
      await mkdir(inTheWay, { recursive: true });
      await sweep();
      expect(await discarded()).toEqual([{ id }]);
      await rm(inTheWay, { recursive: true });
      azora.clock.advance({ hours: 1 });
      await sweep();
      expect(await discarded()).toEqual([]);
    });

    it('are swept whatever became of them: announced and never sent, or sent and never attached', async () => {
      const id = newId();
      await rowsOf(
        azora,
        `insert into catalog.lesson_files (id, instructor_id, name, state, since)
         values ($1, $2, 'film.mp4', 'uploading', $3)`,
        [id, instructor.id, new Date(azora.clock.now().getTime() - 25 * 3_600_000)],
      );
      await sweep();
      expect(await known()).not.toContain(id);
    });
  });
});
