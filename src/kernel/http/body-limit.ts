/** The most bytes of a body, files apart. */
export const BODY_LIMIT = 1_048_576;
