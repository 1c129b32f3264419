import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { CoursePublished, CourseRevised } from '../catalog.contract.ts';
import { aCourseOnSale, aDraft, anOffer, NOON } from '../testing/courses.ts';

const ID = '01990a2c-7b4e-7000-8000-0000deadbeef';

describe('A course', () => {
  it('begins as a draft that nobody hears of', () => {
    const course = aDraft();
    expect(course.state).toBe('draft');
    expect(course.pullEvents()).toEqual([]);
  });

  it('cannot be published without a lesson', () => {
    const course = aDraft({ lessonCount: 0 });
    expect(() => course.publish(NOON)).toThrow(expect.objectContaining({ code: 'course_has_no_lessons' }));
    expect(course.state).toBe('draft');
  });

  it('is published once, however often it is said', () => {
    const course = aDraft();
    course.publish(NOON);
    course.publish(NOON);
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
