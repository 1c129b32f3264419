import { z } from 'zod';

/** An id that a client may name. In capitals it is the same id (RFC 9562, 4), which is kept and compared in small letters. */
export const uuid = z.uuid().toLowerCase();
