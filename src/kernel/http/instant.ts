import { z } from 'zod';

/**
 * A moment that a client may name: one that PostgreSQL knows too, so neither the year 0 nor an offset of more than fifteen
 * hours, and nothing finer than a nanosecond.
 */
export const instant = z.iso.datetime({ offset: true }).regex(/^[1-9][^.]*(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):\d\d)$/);

/** A moment that a client may also name by its day, which begins at midnight UTC. */
export const instantOrDay = z.union([instant, z.iso.date().regex(/^[1-9]/)]).transform(text => new Date(text));
