import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { CourseArchived, CoursePublished, CourseRevised, CourseSubmitted } from '../catalog.contract.ts';
import { aCourseOnSale, aDraft, aLesson, anOffer, NOON } from '../testing/courses.ts';
import { filesOf, type Lesson, lessonsOf, MOST_TEXT, type Section } from './curriculum.ts';

const ID = '01990a2c-7b4e-7000-8000-0000deadbeef';

describe('A course', () => {
  it('begins as a draft that nobody hears of', () => {
    const course = aDraft();
    expect(course.state).toBe('draft');
    expect(course.pullEvents()).toEqual([]);
  });

  it('cannot be published without a lesson', () => {
    const course = aDraft({ lessonCount: 0 });
    expect(() => course.publish(false, NOON)).toThrow(expect.objectContaining({ code: 'course_has_no_lessons' }));
    expect(course.state).toBe('draft');
  });

  it('is published once, however often it is said', () => {
    const course = aDraft();
    course.publish(false, NOON);
    course.publish(false, NOON);
    expect(course.state).toBe('published');
    expect(course.pullEvents()).toEqual([new CoursePublished(course.id, course.instructorId)]);
  });

  it('says that it was revised only once it has a sales page', () => {
    const draft = aDraft();
    draft.revise(anOffer({ title: 'Interpreters' }));
    expect(draft.title).toBe('Interpreters');
    expect(draft.pullEvents()).toEqual([]);

    const published = aCourseOnSale();
    published.revise(anOffer({ price: Money.of(1, 'EUR') }));
    expect(published.price).toEqual(Money.of(1, 'EUR'));
    expect(published.pullEvents()).toEqual([new CourseRevised(published.id)]);
  });

  it('keeps its address when its title changes', () => {
    const course = aDraft();
    const { slug } = course;
    course.revise(anOffer({ title: 'Something else' }));
    expect(course.slug).toBe(slug);
  });

  it.each([
    ['Compilers from Scratch', 'compilers-from-scratch-deadbeef'],
    ['  Ça va? Très bien!  ', 'ca-va-tres-bien-deadbeef'],
    ['日本語の本', '日本語の本-deadbeef'],
    ['🙂', 'course-deadbeef'],
    ['../../etc/passwd', 'etc-passwd-deadbeef'],
    ['C++ & C#', 'c-c-deadbeef'],
    [`a${'𠀀'.repeat(100)}`, `a${'𠀀'.repeat(79)}-deadbeef`],
  ])('has the title %j in its address as %j', (title, slug) => {
    expect(aDraft({ id: ID, title }).slug).toBe(slug);
  });

  it('has an address of letters, digits and hyphens for every title, never longer than a path may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), title => {
        const { slug } = aDraft({ id: ID, title });
        expect(slug).toMatch(/^[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u);
        expect(slug.length).toBeLessThanOrEqual(200);
        expect(slug.isWellFormed()).toBe(true);
      }),
    );
  });

  it('gives its learners something new only when it is published again', () => {
    const course = aCourseOnSale({ lessonCount: 1 });
    const [section] = course.sections as [Section];
    course.addLesson(section.id, aLesson());
    expect(course.pullEvents()).toEqual([]);
    const release = course.publish(false, NOON);
    expect(release).toMatchObject({ number: 2, sections: [{ lessons: [{}, {}] }] });
    expect(course.pullEvents()).toEqual([new CourseRevised(course.id)]);
    expect(course.publish(false, NOON)).toBeUndefined();
  });

  it('is arranged anew, and what is not named is dropped', () => {
    const course = aDraft({ lessonCount: 3 });
    const [one, , three] = lessonsOf(course.sections) as [Lesson, Lesson, Lesson];
    const named = [three, one].map(({ id, preview }) => ({ id, title: 'Another', preview }));
    course.arrange([
      { id: newId(), title: 'First', lessons: named },
      { id: newId(), title: 'Second', lessons: [] },
    ]);
    expect(course.sections.map(({ title }) => title)).toEqual(['First', 'Second']);
    expect(lessonsOf(course.sections)).toEqual([
      { ...three, title: 'Another' },
      { ...one, title: 'Another' },
    ]);
  });

  it('has each of its lessons in one place, and no lesson of another course', () => {
    const course = aDraft({ lessonCount: 1 });
    const [lesson] = lessonsOf(course.sections) as [Lesson];
    const twice = [lesson, lesson];
    expect(() => course.arrange([{ id: newId(), title: '', lessons: twice }])).toThrow(
      expect.objectContaining({ code: 'lesson_in_two_places' }),
    );
    expect(() => course.arrange([{ id: newId(), title: '', lessons: [aLesson()] }])).toThrow(
      expect.objectContaining({ code: 'lesson_not_found' }),
    );
    expect(lessonsOf(course.sections)).toEqual([lesson]);
  });

  it('is not larger than what its learners can be given at once', () => {
    const course = aDraft({ lessonCount: 499 });
    const [section] = course.sections as [Section];
    expect(() => course.addLesson(section.id, aLesson({ length: MOST_TEXT }))).toThrow(
      expect.objectContaining({ code: 'course_too_large' }),
    );
    course.addLesson(section.id, aLesson());
    expect(() => course.addLesson(section.id, aLesson())).toThrow(
      expect.objectContaining({ code: 'course_too_large' }),
    );
  });

  it('counts what its quizzes ask to its size, and keeps a quiz when its lesson is rewritten', () => {
    const course = aDraft({ lessonCount: 1 });
    const [{ id }] = lessonsOf(course.sections) as [Lesson];
    const give = (length: number) => course.giveQuiz(id, { id: 'quiz', length });
    expect(() => give(MOST_TEXT)).toThrow(expect.objectContaining({ code: 'course_too_large' }));
    give(1);
    course.rewriteLesson(aLesson({ id, title: 'Anew' }));
    expect(lessonsOf(course.sections)).toMatchObject([{ title: 'Anew', quiz: { id: 'quiz' } }]);
    course.giveQuiz(id, null);
    expect(lessonsOf(course.sections)).toMatchObject([{ quiz: null }]);
  });

  describe('that is reviewed', () => {
    it('waits for it, and is on sale once it is approved', () => {
      const course = aDraft();
      expect(course.publish(true, NOON)).toBeUndefined();
      expect(course.state).toBe('in_review');
      expect(() => course.assertMayBeBoughtBy(newId())).toThrow(expect.objectContaining({ code: 'course_not_found' }));
      expect(course.approve(1, NOON)).toMatchObject({ number: 1 });
      expect(course.state).toBe('published');
      expect(course.pullEvents()).toEqual([
        new CourseSubmitted(course.id, course.instructorId),
        new CoursePublished(course.id, course.instructorId),
      ]);
    });

    it('stays on sale as it was while a change to it waits', () => {
      const course = aCourseOnSale();
      course.removeLesson((lessonsOf(course.sections) as [Lesson])[0].id);
      course.publish(true, NOON);
      expect(course).toMatchObject({ state: 'published', submittedAt: NOON });
      expect(() => course.assertMayBeBoughtBy(newId())).not.toThrow();
    });

    it('is a draft again when it is turned down, or changed meanwhile', () => {
      const rejected = aDraft();
      rejected.publish(true, NOON);
      rejected.reject('Too short.', undefined);
      expect(rejected).toMatchObject({ state: 'draft', submittedAt: null });

      const changed = aDraft();
      changed.publish(true, NOON);
      changed.removeLesson((lessonsOf(changed.sections) as [Lesson])[0].id);
      expect(changed.state).toBe('draft');
      expect(() => changed.approve(undefined, NOON)).toThrow(expect.objectContaining({ code: 'course_not_in_review' }));
    });

    it('is approved only as it was read', () => {
      const course = aDraft();
      course.publish(true, NOON);
      expect(() => course.approve(2, NOON)).toThrow(expect.objectContaining({ code: 'course_not_in_review' }));
    });
  });

  it('is off sale when it is archived, and on sale again without a review when it is published unchanged', () => {
    const course = aCourseOnSale();
    course.archive();
    course.archive();
    expect(course.state).toBe('archived');
    expect(() => course.assertMayBeBoughtBy(newId())).toThrow(expect.objectContaining({ code: 'course_not_found' }));
    expect(course.publish(true, NOON)).toBeUndefined();
    expect(course.state).toBe('published');
    expect(course.pullEvents()).toEqual([
      new CourseArchived(course.id, course.instructorId),
      new CoursePublished(course.id, course.instructorId),
    ]);
  });

  it('that is archived is not waiting for a review any more, though it was archived before', () => {
    const course = aCourseOnSale();
    course.archive();
    course.removeLesson((lessonsOf(course.sections) as [Lesson])[0].id);
    course.publish(true, NOON);
    course.archive();
    expect(course).toMatchObject({ state: 'archived', submittedAt: null });
    expect(() => course.approve(undefined, NOON)).toThrow(expect.objectContaining({ code: 'course_not_in_review' }));
  });

  it('may not be bought as a draft, nor by its instructor', () => {
    const draft = aDraft();
    expect(() => draft.assertMayBeBoughtBy(draft.instructorId)).toThrow(
      expect.objectContaining({ code: 'course_not_for_sale' }),
    );
    expect(() => draft.assertMayBeBoughtBy(newId())).toThrow(expect.objectContaining({ code: 'course_not_found' }));
    const course = aCourseOnSale();
    expect(() => course.assertMayBeBoughtBy(course.instructorId)).toThrow(
      expect.objectContaining({ code: 'own_course' }),
    );
    expect(() => course.assertMayBeBoughtBy(newId())).not.toThrow();
  });
});

describe('The file of a lesson', () => {
  const file = { id: newId(), name: 'film.mp4', type: 'video/mp4', bytes: 1_000 };
  const filesIn = (course: ReturnType<typeof aDraft>) => lessonsOf(course.sections).map(lesson => lesson.file);

  it('stays with it when it is rewritten and moved, and goes with the next release', () => {
    const course = aCourseOnSale();
    const [first, second] = lessonsOf(course.sections) as [Lesson, Lesson];
    course.attachFile(first.id, file);
    course.rewriteLesson(aLesson({ id: first.id, title: 'Anew' }));
    const [section] = course.sections as [Section];
    course.arrange([{ ...section, lessons: [second, { ...first, title: 'Anew' }] }]);
    expect(filesIn(course)).toEqual([undefined, file]);
    expect(filesOf(course.publish(false, NOON)?.sections ?? [])).toEqual([file]);
  });

  it('gives way to another, and is taken away', () => {
    const course = aDraft();
    const [first, second] = lessonsOf(course.sections) as [Lesson, Lesson];
    course.attachFile(first.id, file);
    course.attachFile(second.id, file);
    course.attachFile(first.id, { ...file, name: 'other.mp4' });
    course.detachFile(second.id);
    expect(filesIn(course)).toEqual([{ ...file, name: 'other.mp4' }, undefined]);
  });

  it('withdraws what waits for a review', () => {
    const course = aDraft();
    const [first] = lessonsOf(course.sections) as [Lesson];
    course.publish(true, NOON);
    course.attachFile(first.id, file);
    expect(course).toMatchObject({ state: 'draft', submittedAt: null });
  });

  it('is of a lesson that there is', () => {
    const course = aDraft();
    for (const change of [() => course.attachFile(newId(), file), () => course.detachFile(newId())])
      expect(change).toThrow(expect.objectContaining({ code: 'lesson_not_found' }));
  });
});

describe('The instructors of a course', () => {
  const owned = (portion: number, instructorId: string) => ({ instructorId, portion });

  it('are its owner first, with what the others leave', () => {
    const shared = aDraft();
    const [other, third] = [owned(2_500, 'b'), owned(1, 'c')];
    shared.nameInstructors([other, owned(7_499, shared.instructorId), third]);
    expect(shared.instructors).toEqual([owned(7_499, shared.instructorId), other, third]);
    shared.dismiss('b');
    shared.dismiss('b');
    shared.dismiss(shared.instructorId);
    expect(shared.instructors).toEqual([owned(9_999, shared.instructorId), third]);
  });

  it('may not buy it', () => {
    const shared = aCourseOnSale();
    shared.nameInstructors([owned(5_000, shared.instructorId), owned(5_000, 'b')]);
    expect(() => shared.assertMayBeBoughtBy('b')).toThrow(expect.objectContaining({ code: 'own_course' }));
    shared.dismiss('b');
    expect(() => shared.assertMayBeBoughtBy('b')).not.toThrow();
  });

  it.each<[string, (owner: string) => ReturnType<typeof owned>[]]>([
    ['nobody', () => []],
    ['less than all', owner => [owned(9_999, owner)]],
    ['more than all', owner => [owned(9_999, owner), owned(2, 'b')]],
    ['all for others than the owner', () => [owned(5_000, 'b'), owned(5_000, 'c')]],
    ['two portions of one', owner => [owned(5_000, owner), owned(2_500, 'b'), owned(2_500, 'b')]],
    ['a portion of nothing', owner => [owned(10_000, owner), owned(0, 'b')]],
    ['a portion below nothing', owner => [owned(10_001, owner), owned(-1, 'b')]],
    ['eleven', owner => [owned(9_990, owner), ...Array.from({ length: 10 }, (_, place) => owned(1, String(place)))]],
  ])('are not named as %s', (_, named) => {
    const refused = aDraft();
    expect(() => refused.nameInstructors(named(refused.instructorId))).toThrow(
      expect.objectContaining({ code: 'portions_not_whole' }),
    );
    expect(refused.instructors).toEqual([owned(10_000, refused.instructorId)]);
  });
});
