import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A hostile body can fail in a million places; the first hundred tell enough. */
const MOST_ERRORS = 100;

/** Input that fails its schema: 422, with a JSON pointer to each fault. */
export class InvalidInput extends Error {
  readonly errors: { pointer: string; detail: string }[];

  constructor(
    issues: readonly StandardSchemaV1.Issue[],
    readonly code = 'invalid_input',
  ) {
    super('The input does not have the expected shape.');
    this.errors = issues.slice(0, MOST_ERRORS).map(issue => ({ pointer: pointerOf(issue), detail: issue.message }));
  }
}

function pointerOf({ path = [] }: StandardSchemaV1.Issue): string {
  const keys = path.map(segment => String(typeof segment === 'object' ? segment.key : segment));
  return keys.map(key => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
