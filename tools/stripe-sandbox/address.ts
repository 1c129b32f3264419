import { clearable, hash, text } from './parameters.ts';

export const address = clearable(
  hash({ city: text, country: text, line1: text, line2: text, postal_code: text, state: text }),
);

export const noAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
