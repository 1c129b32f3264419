import { z } from 'zod';

/** Text as the database can keep it: whole characters, and no NUL. Every text that a client may send starts with it. */
export function text() {
  return z
    .string()
    .refine(value => !value.includes('\u0000') && value.isWellFormed(), 'It has characters that can not be stored');
}
