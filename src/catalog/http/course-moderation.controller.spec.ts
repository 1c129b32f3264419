import { Azora } from '../../../test/support/azora.ts';
import { formWith } from '../../../test/support/forms.ts';
import { GOOD_BODIES } from '../../../test/support/good-bodies.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { authoredCourseView, authoredListView } from '../queries/course.view.ts';
import { SAMPLES } from '../testing/files.ts';

describe('Where courses are reviewed', () => {
  let azora: Azora;
  let author: Person;
  let reviewer: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', COURSE_REVIEW: 'on' } });
    [author, reviewer] = await Promise.all([anInstructor(azora), someoneWith(azora, 'support')]);
  });

  afterAll(() => azora.stop());

  async function submitted() {
    const { body } = await author.api.post('/api/courses/upload', GOOD_BODIES['POST /api/courses/upload']);
    return authoredCourseView.parse((await author.api.post(`/api/courses/${body.id}/publish`)).body);
  }

  const waiting = async () => {
    const { body } = await reviewer.api.get('/api/admin/courses?limit=100');
    return authoredListView.parse(body).items.map(({ id }) => id);
  };
  const onSale = async (slug: string) => (await azora.api.get(`/api/courses/${slug}`)).status === 200;

  it('one that is published waits, and is on sale once it is approved', async () => {
    const { id, slug, state, version } = await submitted();
    expect(state).toBe('in_review');
    expect(await onSale(slug)).toBe(false);
    expect(await waiting()).toContain(id);

    const approved = await reviewer.api.post(`/api/admin/courses/${id}/approve`, { version });
    expect(approved).toMatchObject({ status: 200, body: { state: 'published', submittedAt: null, release: 1 } });
    expect(await onSale(slug)).toBe(true);
    expect(await waiting()).not.toContain(id);
    expectProblem(await reviewer.api.post(`/api/admin/courses/${id}/approve`), 409, 'course_not_in_review');
  });

  it('its author hears why it was turned down, and submits it again', async () => {
    const { id } = await submitted();
    await reviewer.api.post(`/api/admin/courses/${id}/reject`, { reason: 'Lesson 1 is empty.' });
    const read = await author.api.get(`/api/instructors/me/courses/${id}`);
    expect(read.body).toMatchObject({ state: 'draft', rejection: 'Lesson 1 is empty.', submittedAt: null });
    const again = await author.api.post(`/api/courses/${id}/publish`);
    expect(again.body).toMatchObject({ state: 'in_review', rejection: null });
  });

  it('what has changed since it was read is not approved', async () => {
    const { id, version, lessons } = await submitted();
    await author.api.send('DELETE', `/api/courses/${id}/lessons/${lessons[0]?.id}`);
    expectProblem(
      await reviewer.api.post(`/api/admin/courses/${id}/approve`, { version }),
      409,
      'course_not_in_review',
    );
  });

  it('a change to what is on sale waits, and learners have what was approved meanwhile', async () => {
    const { id, slug, sections } = await submitted();
    await reviewer.api.post(`/api/admin/courses/${id}/approve`);
    const added = { sectionId: sections[0]?.id, title: 'Advertisement', body: 'Buy!', preview: true };
    await author.api.post(`/api/courses/${id}/lessons`, added);
    await author.api.post(`/api/courses/${id}/publish`);
    expect(await waiting()).toContain(id);
    expect(JSON.stringify((await azora.api.get(`/api/courses/${slug}`)).body)).not.toContain('Advertisement');
    await reviewer.api.post(`/api/admin/courses/${id}/approve`);
    expect(JSON.stringify((await azora.api.get(`/api/courses/${slug}`)).body)).toContain('Advertisement');
  });

  it('its files are open to who reviews it, as they are drafted, while it waits', async () => {
    const { id, version, lessons } = await submitted();
    const lessonId = lessons[0]?.id;
    const content = ({ api }: Person) => api.get(`/api/lessons/${lessonId}/content`);
    const attach = (name: string) =>
      author.api.put(`/api/courses/${id}/lessons/${lessonId}/file`, formWith(SAMPLES.mp4, name));
    await attach('first.mp4');
    expectProblem(await content(reviewer), 404, 'lesson_file_not_found');
    await author.api.post(`/api/courses/${id}/publish`);
    expect(await content(reviewer)).toMatchObject({ status: 200, body: { name: 'first.mp4' } });
    for (const other of [await aLearner(azora), await anInstructor(azora)])
      expectProblem(await content(other), 404, 'lesson_file_not_found');

    expectProblem(
      await reviewer.api.post(`/api/admin/courses/${id}/approve`, { version }),
      409,
      'course_not_in_review',
    );
    await reviewer.api.post(`/api/admin/courses/${id}/approve`);
    await attach('second.mp4');
    await author.api.post(`/api/courses/${id}/publish`);
    expect((await content(reviewer)).body.name).toBe('second.mp4');
    expect((await content(await aLearner(azora))).body.name).toBe('first.mp4');
    await reviewer.api.post(`/api/admin/courses/${id}/reject`, { reason: 'It is the first again.' });
    expect((await content(reviewer)).body.name).toBe('first.mp4');
  });

  it('one that is archived leaves the list and comes back unreviewed when nothing has changed', async () => {
    const { id, slug } = await submitted();
    await reviewer.api.post(`/api/admin/courses/${id}/approve`);
    expect((await author.api.post(`/api/courses/${id}/archive`)).body).toMatchObject({ state: 'archived' });
    expect(await onSale(slug)).toBe(false);
    expect((await author.api.post(`/api/courses/${id}/publish`)).body).toMatchObject({ state: 'published' });
    expect(await onSale(slug)).toBe(true);
  });
});
