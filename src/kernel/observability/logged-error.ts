/** What happened, and where. What else an error carries, such as the answer of a provider, may tell of people. */
export function loggedError(error: unknown): unknown {
  return error instanceof Error ? { type: error.name, message: error.message, stack: error.stack } : error;
}
