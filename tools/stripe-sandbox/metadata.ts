import { type Parameter, type Raw } from './parameters.ts';
import { ParameterError } from './stripe-error.ts';

/** A change of metadata: an empty value removes its key, `null` removes all. */
export const metadata: Parameter<Record<string, string> | null> = (raw, name) => {
  if (raw === '') return null;
  if (typeof raw === 'string' || Array.isArray(raw)) throw new ParameterError(name, 'Invalid object');
  for (const key in raw) checkEntry(key, raw[key] as Raw, `${name}[${key}]`);
  return raw as Record<string, string>;
};

export function withMetadata(
  current: Record<string, string>,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === undefined) return current;
  if (change === null) return {};
  return Object.fromEntries(Object.entries({ ...current, ...change }).filter(([, value]) => value !== ''));
}

function checkEntry(key: string, value: Raw, name: string): void {
  if (typeof value !== 'string') throw new ParameterError(name, 'Metadata values must be strings');
  if (key.length > 40) throw new ParameterError(name, 'Metadata keys can have up to 40 characters');
  if (value.length > 500) throw new ParameterError(name, 'Metadata values can have up to 500 characters');
}
