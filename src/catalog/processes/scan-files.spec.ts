import { Azora } from '../../../test/support/azora.ts';
import { ClamdStandIn, EICAR } from '../../../test/support/clamd.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { formWith } from '../../../test/support/forms.ts';
import { anAdmin, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { authoredCourseView } from '../queries/course.view.ts';
import { ScanFiles } from './scan-files.ts';

const CLEAN = Buffer.from('What a token is.');
const EVIL = Buffer.from(EICAR);

describe('Where files are scanned', () => {
  let clamd: ClamdStandIn;
  let azora: Azora;
  let instructor: Person;
  let course: PublishedCourse;

  beforeAll(async () => {
    clamd = await ClamdStandIn.start();
    azora = await Azora.start({ environment: { WORKERS: 'off', CLAMAV_URL: clamd.url } });
    instructor = await anInstructor(azora);
  });

  beforeEach(async () => {
    course = await aPublishedCourse(instructor);
  });

  afterAll(async () => {
    await azora.stop();
    clamd.stop();
  });

  const scan = () => azora.app.get(ScanFiles, { strict: false }).scan();
  const publish = () => instructor.api.post(`/api/courses/${course.id}/publish`);
  const send = (bytes: Uint8Array) =>
    instructor.api.put(`/api/courses/${course.id}/lessons/${course.lessonIds[0]}/file`, formWith(bytes, 'a.txt'));

  async function state(): Promise<string | undefined> {
    const { body } = await instructor.api.get(`/api/instructors/me/courses/${course.id}`);
    return authoredCourseView.parse(body).lessons[0]?.file?.state;
  }

  it('a course is published when its files are clean, and not before', async () => {
    await send(CLEAN);
    expect(await state()).toBe('scanning');
    const refusal = await publish();
    expectProblem(refusal, 409, 'file_not_scanned');
    expect(refusal.headers.get('retry-after')).toBe('10');
    await scan();
    expect(await state()).toBe('clean');
    expect((await publish()).body.edited).toBe(false);
  });

  it('a course with an infected file is not published until the file is replaced, and nobody gets it', async () => {
    await send(EVIL);
    await scan();
    expect(await state()).toBe('infected');
    expectProblem(await publish(), 409, 'file_infected');
    const content = await instructor.api.get(`/api/lessons/${course.lessonIds[0]}/content`);
    expectProblem(content, 404, 'lesson_file_not_found');
    await send(CLEAN);
    await scan();
    expect((await publish()).status).toBe(200);
  });

  it('a file waits while clamd has no verdict, and is scanned once it has', async () => {
    await send(CLEAN);
    clamd.failure = 'Something ERROR';
    await scan();
    expect(await state()).toBe('scanning');
    clamd.failure = undefined;
    azora.clock.advance({ minutes: 5 });
    await scan();
    expect(await state()).toBe('clean');
  });

  it('a file is scanned once, however many are asked to', async () => {
    await send(CLEAN);
    const before = clamd.scanned;
    await Promise.all([scan(), scan(), scan()]);
    await scan();
    expect(clamd.scanned).toBe(before + 1);
  });
});

describe('Where files are scanned and courses reviewed', () => {
  it('a course is submitted when its files are clean, and then approved', async () => {
    const clamd = await ClamdStandIn.start();
    const azora = await Azora.start({ environment: { WORKERS: 'off', COURSE_REVIEW: 'on', CLAMAV_URL: clamd.url } });
    const [instructor, admin] = await Promise.all([anInstructor(azora), anAdmin(azora)]);
    const scan = () => azora.app.get(ScanFiles, { strict: false }).scan();
    const { id, lessonIds } = await aPublishedCourse(instructor);
    await instructor.api.put(`/api/courses/${id}/lessons/${lessonIds[0]}/file`, formWith(CLEAN, 'a.txt'));
    expectProblem(await instructor.api.post(`/api/courses/${id}/publish`), 409, 'file_not_scanned');
    await scan();
    await instructor.api.post(`/api/courses/${id}/publish`);
    expect((await admin.api.post(`/api/admin/courses/${id}/approve`)).body.state).toBe('published');
    await azora.stop();
    clamd.stop();
  });
});

describe('Where files are not scanned', () => {
  it('they are published as they are', async () => {
    const azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const instructor = await anInstructor(azora);
    const { id, lessonIds } = await aPublishedCourse(instructor);
    await instructor.api.put(`/api/courses/${id}/lessons/${lessonIds[0]}/file`, formWith(CLEAN, 'a.txt'));
    await azora.app.get(ScanFiles, { strict: false }).scan();
    const { body } = await instructor.api.post(`/api/courses/${id}/publish`);
    expect(authoredCourseView.parse(body).lessons[0]?.file?.state).toBe('unscanned');
    await azora.stop();
  });
});
