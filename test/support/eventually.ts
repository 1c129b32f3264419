const PATIENCE_MS = 15_000;
const PAUSE_MS = 20;

/** Repeats `probe` until it neither throws nor answers undefined or false; fails with its last word. */
export async function eventually<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  patience = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const last = await attempt(probe);
    if ('value' in last) return last.value;
    if (Date.now() > deadline) throw last.error ?? new Error('It did not come about in time');
    await new Promise(resolve => {
      setTimeout(resolve, PAUSE_MS);
    });
  }
}

async function attempt<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<{ value: T } | { error?: unknown }> {
  try {
    const value = await probe();
    return value === undefined || value === false ? {} : { value };
  } catch (error) {
    return { error };
  }
}
