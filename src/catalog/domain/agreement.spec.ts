import { NOON } from '../testing/courses.ts';
import { Agreement } from './agreement.ts';

const reach = (from?: Date) =>
  Agreement.reach('1', { courseId: '2', instructorId: null }, 8_000, from, '3', NOON).effectiveAt;

describe('An agreement', () => {
  it('begins at once, or when it was agreed to', () => {
    expect(reach()).toEqual(NOON);
    for (const from of [NOON, new Date('2031-03-01T12:00:00.000Z')]) expect(reach(from)).toEqual(from);
  });

  it.each(['2026-03-01T11:59:59.999Z', '2031-03-01T12:00:00.001Z', '9999-12-31T00:00:00Z', '0001-01-01T00:00:00Z'])(
    'begins neither in the past nor beyond five years: not at %s',
    from => {
      expect(() => reach(new Date(from))).toThrow(
        expect.objectContaining({
          code: 'agreement_out_of_time',
          details: { earliest: '2026-03-01T12:00:00.000Z', latest: '2031-03-01T12:00:00.000Z' },
        }),
      );
    },
  );
});
