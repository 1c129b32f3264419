import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { formWith } from '../../../test/support/forms.ts';
import { ObjectStore } from '../../../test/support/object-store.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { authoredCourseView } from '../queries/course.view.ts';
import { lessonContentView, presignedUploadView } from '../queries/lesson-content.view.ts';
import { SAMPLES } from '../testing/files.ts';

const MOST = 1_000_000;

describe('A file in an object store', () => {
  let store: ObjectStore;
  let azora: Azora;
  let instructor: Person;
  let course: PublishedCourse;
  let file: string;

  beforeAll(async () => {
    store = await ObjectStore.start();
    azora = await Azora.start({
      environment: { WORKERS: 'off', FILE_MAX_BYTES: String(MOST), ...store.environment },
    });
    instructor = await anInstructor(azora);
  });

  beforeEach(async () => {
    course = await aPublishedCourse(instructor, 0, 2);
    file = `/api/courses/${course.id}/lessons/${course.lessonIds[1]}/file`;
  });

  afterAll(async () => {
    await azora.stop();
    await store.stop();
  });

  const begin = (bytes: number = SAMPLES.mp4.length, name = 'film.mp4') =>
    instructor.api.post(`${file}/presigned`, { name, bytes });
  const complete = (fileId: string, { api }: Person = instructor) => api.post(`${file}/complete`, { fileId });

  /** What a browser does with the address. */
  async function send(bytes: Uint8Array = SAMPLES.mp4) {
    const { url, method, fileId } = presignedUploadView.parse((await begin(bytes.length)).body);
    expect((await fetch(url, { method, body: Buffer.from(bytes) })).status).toBe(200);
    return { fileId, url };
  }

  function fileIn({ body }: Answer) {
    return authoredCourseView.parse(body).lessons[1]?.file;
  }

  const known = async () =>
    (await rowsOf<{ id: string }>(azora, 'select id from catalog.lesson_files')).map(it => it.id);

  it('is sent there by its author, counts when it was looked at, and comes to learners from there', async () => {
    const { fileId } = await send();
    const { body } = await instructor.api.get(`/api/instructors/me/courses/${course.id}`);
    expect(fileIn({ body } as Answer)).toBeNull();
    const file = fileIn(await complete(fileId));
    expect(file).toEqual({
      id: fileId,
      name: 'film.mp4',
      type: 'video/mp4',
      bytes: SAMPLES.mp4.length,
      state: 'unscanned',
    });
    await instructor.api.post(`/api/courses/${course.id}/publish`);
    const learner = await aLearner(azora);
    await learner.api.once().post('/api/courses/purchase', { courseId: course.id });
    const content = await learner.api.get(`/api/lessons/${course.lessonIds[1]}/content`);
    const { url } = lessonContentView.parse(content.body);
    expect(url.startsWith(store.url)).toBe(true);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(SAMPLES.mp4);
  });

  it('is complete once, however often and at once that is said', async () => {
    const { fileId } = await send();
    const [answers, later] = [await Promise.all([1, 2, 3].map(() => complete(fileId))), await complete(fileId)];
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    for (const { status } of answers) expect([200, 404]).toContain(status);
    expect(fileIn(later)?.id).toBe(fileId);
  });

  it('stays what it was when something else is sent to its address later', async () => {
    const { fileId, url } = await send();
    await complete(fileId);
    await fetch(url, { method: 'PUT', body: Buffer.alloc(SAMPLES.mp4.length, '#!/bin/sh\n') });
    await complete(fileId);
    const content = await instructor.api.get(`/api/lessons/${course.lessonIds[1]}/content`);
    expect(Buffer.from(await (await fetch(content.body.url)).arrayBuffer())).toEqual(SAMPLES.mp4);
  });

  it('is not there before it was sent, nor for another instructor', async () => {
    const { body } = await begin();
    expectProblem(await complete(body.fileId), 404, 'upload_not_found');
    const other = await anInstructor(azora);
    const { fileId } = await send();
    expectProblem(await complete(fileId, other), 404, 'upload_not_found');
    expectProblem(await complete(newId()), 404, 'upload_not_found');
    expect((await complete(fileId)).status).toBe(200);
  });

  it('of a wrong type is dropped', async () => {
    const before = await store.keys();
    const { fileId } = await send(Buffer.from('<svg onload="alert(1)"/>'));
    expectProblem(await complete(fileId), 400, 'file_type_not_allowed');
    expect(await store.keys()).toEqual(before);
    expect(await known()).not.toContain(fileId);
  });

  it('of more bytes than a file has is refused when it is announced, and when it was sent all the same', async () => {
    const before = await known();
    expectProblem(await begin(MOST + 1), 413, 'file_too_large');
    expect(await known()).toEqual(before);
    const { body } = await begin();
    // The store holds a client to the length that it said; this one does not.
    await fetch(body.url, { method: 'PUT', body: Buffer.concat([SAMPLES.mp4, Buffer.alloc(MOST)]) });
    expectProblem(await complete(body.fileId), 413, 'file_too_large');
    expect(await known()).toEqual(before);
  });

  it('is announced for a lesson that there is', async () => {
    const nowhere = `/api/courses/${course.id}/lessons/${newId()}/file/presigned`;
    expectProblem(await instructor.api.post(nowhere, { name: 'a', bytes: 1 }), 404, 'lesson_not_found');
    const other = await anInstructor(azora);
    expectProblem(await other.api.post(`${file}/presigned`, { name: 'a', bytes: 1 }), 404, 'course_not_found');
  });

  it('is sent through the API as well', async () => {
    const { id = '' } = fileIn(await instructor.api.put(file, formWith(SAMPLES.pdf, 'a.pdf'))) ?? {};
    expect(await store.keys()).toContain(`files/${id}`);
  });

  it('waits while the store is away: nothing is said to be there that is not', async () => {
    const { fileId } = await send();
    store.isDown = true;
    expectProblem(await instructor.api.put(file, formWith(SAMPLES.pdf)), 503, 'file_storage_unavailable');
    expectProblem(await complete(fileId), 503, 'file_storage_unavailable');
    store.isDown = false;
    expect((await complete(fileId)).status).toBe(200);
  });
});

describe('A file on a local disk', () => {
  it('is not sent past the API, and it is said why', async () => {
    const azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const instructor = await anInstructor(azora);
    const { id, lessonIds } = await aPublishedCourse(instructor);
    const file = `/api/courses/${id}/lessons/${lessonIds[0]}/file`;
    const refusal = await instructor.api.post(`${file}/presigned`, { name: 'film.mp4', bytes: 10 });
    expectProblem(refusal, 409, 'presigned_upload_unavailable');
    expect(await rowsOf(azora, 'select from catalog.lesson_files')).toEqual([]);
    await azora.stop();
  });
});
