import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { textsIn } from '../../kernel/testing/pdf-text.ts';
import { EndPurchase } from '../commands/end-purchase.ts';
import { ForgetLearner } from '../commands/forget-learner.ts';
import { certificateView } from '../queries/certificate.view.ts';

const EVIL = '<script>alert(1)</script>';

describe('A certificate over HTTP', () => {
  let azora: Azora;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', PUBLIC_URL: 'https://azora.example' } });
    instructor = await anInstructor(azora);
  });

  afterAll(() => azora.stop());

  async function aLearnerOf(name = 'Lea Learner') {
    const course = await aPublishedCourse(instructor, 0);
    const learner = await someoneWith(azora, 'learner', name);
    const buy = async () =>
      (await learner.api.once().post('/api/courses/purchase', { courseId: course.id })).body.id as string;
    const purchaseId = await buy();
    const complete = (lessonId = '') => learner.api.post(`/api/courses/${course.id}/lessons/${lessonId}/complete`);
    const path = `/api/courses/${course.id}/certificate`;
    return { course, learner, buy, purchaseId, complete, path, read: () => learner.api.get(path) };
  }

  async function aGraduate(name?: string) {
    const learning = await aLearnerOf(name);
    for (const lessonId of learning.course.lessonIds) await learning.complete(lessonId);
    const certificate = certificateView.parse((await learning.read()).body);
    const verify = async (code = certificate.code) => azora.api.get(`/api/certificates/${encodeURIComponent(code)}`);
    return { ...learning, certificate, verify };
  }

  it('is had by who completed the course, and by nobody before', async () => {
    const { course, complete, path, read } = await aLearnerOf();
    const [first, last] = course.lessonIds;
    const stranger = await someoneWith(azora, 'learner');
    expectProblem(await stranger.api.get(path), 404, 'not_enrolled');
    await complete(first);
    expectProblem(await read(), 404, 'certificate_not_found');
    const { completedAt } = (await complete(last)).body;
    const certificate = certificateView.parse((await read()).body);
    expect(certificate).toMatchObject({ name: 'Lea Learner', completedAt, revokedAt: null, issuer: 'Azora' });
    expect(certificate.url).toBe(`https://azora.example/api/certificates/${certificate.code}`);
  });

  it('is one, however often the last lessons are completed at the same moment', async () => {
    const { course, learner, complete } = await aLearnerOf();
    await Promise.all([...course.lessonIds, ...course.lessonIds, ...course.lessonIds].map(complete));
    const sql = `select code from catalog.certificates k join catalog.enrollments e on e.id = k.id where e.learner_id = $1`;
    expect(await rowsOf(azora, sql, [learner.id])).toHaveLength(1);
  });

  it('stays as it was when its learner or its course is called something else', async () => {
    const { course, learner, certificate, read } = await aGraduate();
    await learner.api.send('PATCH', '/api/me', { name: 'Somebody Else' });
    const offer = { title: 'Something else', summary: '', price: { amount: 0, currency: 'USD' } };
    await instructor.api.put(`/api/courses/${course.id}`, offer);
    expect((await read()).body).toEqual(certificate);
  });

  it('is verified by anybody who has the code, however they copy it', async () => {
    const { certificate, verify } = await aGraduate();
    const { code } = certificate;
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code} `])
      expect(await verify(typed)).toMatchObject({ status: 200, body: certificate });
    const other = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`;
    for (const wrong of [other, code.slice(1), `${code}0`, 'x', '%'])
      expectProblem(await verify(wrong), 404, 'certificate_not_found');
  });

  it('is a page for browsers, in which nothing of a name is code, with a QR code of its address', async () => {
    const { path, learner, certificate } = await aGraduate(EVIL);
    const [own, verified] = await Promise.all([
      learner.api.with({ accept: 'text/html' }).get(path),
      azora.api.with({ accept: 'text/html,*/*;q=0.8' }).get(`/api/certificates/${certificate.code}`),
    ]);
    expect(verified.body).toBe(own.body);
    expect(verified.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(verified.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(verified.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(verified.body).not.toContain('<script');
    expect(verified.body).toContain(certificate.code);
    expect(verified.body).toMatch(/<svg [^>]*><path d="(M\d+ \d+h1v1h-1z){200,}"\/><\/svg>/);
  });

  it('is a PDF to keep, for its learner only', async () => {
    const { path, learner, certificate } = await aGraduate();
    const answer = await learner.api.with({ accept: 'application/pdf' }).fetch(path);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const filename = `certificate-${certificate.code}.pdf`;
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${filename}"`);
    const texts = textsIn(Buffer.from(await answer.arrayBuffer())).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['Lea Learner', certificate.title, certificate.code]));
    const asPdf = azora.api.with({ accept: 'application/pdf' });
    expectProblem(await asPdf.get(`/api/certificates/${certificate.code}`), 406, 'not_acceptable');
  });

  it('is revoked while its course is given back', async () => {
    const { purchaseId, buy, certificate, read, verify } = await aGraduate();
    await azora.app.get(CommandBus).execute(new EndPurchase(purchaseId));
    expectProblem(await read(), 404, 'not_enrolled');
    const revoked = certificateView.parse((await verify()).body);
    expect(revoked).toEqual({ ...certificate, revokedAt: expect.stringMatching(/Z$/) });
    const page = await azora.api.with({ accept: 'text/html' }).get(`/api/certificates/${certificate.code}`);
    expect(page.body).toContain(`Revoked on ${revoked.revokedAt?.slice(0, 10)}`);
    await buy();
    expect((await verify()).body).toEqual(certificate);
  });

  it('forgets a learner who is erased, and nothing else', async () => {
    const { learner, certificate, verify } = await aGraduate();
    await azora.app.get(CommandBus).execute(new ForgetLearner(learner.id));
    expect((await verify()).body).toEqual({ ...certificate, name: null });
    const page = await azora.api.with({ accept: 'text/html' }).get(`/api/certificates/${certificate.code}`);
    expect(page.body).toContain('<h1><bdi>Erased</bdi></h1>');
    for (const change of [`set name = 'Eve'`, `set title = 'Another'`, `set name = null, code = 'X'`])
      await expect(
        rowsOf(azora, `update catalog.certificates ${change} where code = $1`, [certificate.code]),
      ).rejects.toMatchObject({ code: 'AZ005' });
    await expect(
      rowsOf(azora, 'delete from catalog.certificates where code = $1', [certificate.code]),
    ).rejects.toMatchObject({ code: 'AZ005' });
  });
});
