import { missingParameter, ParameterError } from './stripe-error.ts';

/** A decoded form value: everything on the wire is text, brackets give it structure. */
export type Raw = string | Raw[] | { [name: string]: Raw };

export interface Parameter<T, Required extends boolean = false> {
  (raw: Raw, name: string): T;
  required?: Required;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds parameters of every type
export type Parameters = Record<string, Parameter<any, boolean>>;

export type Parsed<P extends Parameters> = {
  [K in keyof P as P[K] extends Parameter<unknown, true> ? K : never]: ReturnType<P[K]>;
} & {
  [K in keyof P as P[K] extends Parameter<unknown, true> ? never : K]?: ReturnType<P[K]>;
};

export function parseParameters<P extends Parameters>(parameters: P, raw: Raw, within = ''): Parsed<P> {
  if (typeof raw === 'string' || Array.isArray(raw)) throw new ParameterError(within, 'Invalid object');
  const parsed: Record<string, unknown> = {};
  for (const name in raw) {
    const path = within ? `${within}[${name}]` : name;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) throw new ParameterError(path, `Received unknown parameter: ${path}`, 'parameter_unknown');
    parsed[name] = parameter(raw[name] as Raw, path);
  }
  for (const name in parameters) {
    if (parameters[name]?.required && parsed[name] === undefined) {
      throw missingParameter(within ? `${within}[${name}]` : name);
    }
  }
  return parsed as Parsed<P>;
}

export function required<T>(parameter: Parameter<T>): Parameter<T, true> {
  return Object.assign((raw: Raw, name: string) => parameter(raw, name), { required: true as const });
}

export const string: Parameter<string> = (raw, name) => {
  if (typeof raw !== 'string') throw new ParameterError(name, `Invalid string: ${shown(raw)}`);
  if (raw === '') {
    throw new ParameterError(name, `You passed an empty string for '${name}'.`, 'parameter_invalid_empty');
  }
  return raw;
};

/** An empty value unsets the field. */
export function clearable<T>(parameter: Parameter<T>): Parameter<T | null> {
  return (raw, name) => (raw === '' ? null : parameter(raw, name));
}

export const text = clearable(string);

export const integer: Parameter<number> = (raw, name) => {
  const value = typeof raw === 'string' && /^[+-]?\d+$/.test(raw) ? Number(raw) : Number.NaN;
  if (!Number.isSafeInteger(value)) {
    throw new ParameterError(name, `Invalid integer: ${shown(raw)}`, 'parameter_invalid_integer');
  }
  return value;
};

export function integerWithin(min: number, max: number): Parameter<number> {
  return (raw, name) => {
    const value = integer(raw, name);
    if (value >= min && value <= max) return value;
    const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
    const message = `This value must be ${bound} (it currently is '${value}').`;
    throw new ParameterError(name, message, 'parameter_invalid_integer');
  };
}

export const boolean: Parameter<boolean> = (raw, name) => {
  if (raw !== 'true' && raw !== 'false') throw new ParameterError(name, `Invalid boolean: ${shown(raw)}`);
  return raw === 'true';
};

export const url: Parameter<string> = (raw, name) => {
  const value = string(raw, name);
  if (!URL.canParse(value)) throw new ParameterError(name, 'Not a valid URL', 'url_invalid');
  return value;
};

export function oneOf<const T extends string>(...values: T[]): Parameter<T> {
  return (raw, name) => {
    const value = values.find(candidate => candidate === raw);
    if (!value) throw new ParameterError(name, `Invalid ${name}: must be one of ${values.join(', ')}`);
    return value;
  };
}

export function list<T>(item: Parameter<T>): Parameter<T[]> {
  return (raw, name) => {
    if (typeof raw === 'string') throw new ParameterError(name, 'Invalid array');
    return Object.values(raw).map((value, index) => item(value, `${name}[${index}]`));
  };
}

export function hash<P extends Parameters>(parameters: P): Parameter<Parsed<P>> {
  return (raw, name) => parseParameters(parameters, raw, name);
}

/** Kept or passed over as it came: the sandbox does not act on it. */
export const anything: Parameter<Raw> = raw => raw;

/** `created=1700000000` or `created[gte]=...`. */
export const range: Parameter<(value: number) => boolean> = (raw, name) => {
  if (typeof raw === 'string') {
    const exact = integer(raw, name);
    return value => value === exact;
  }
  const {
    gt = -1,
    gte = 0,
    lt = Infinity,
    lte = Infinity,
  } = hash({
    gt: integer,
    gte: integer,
    lt: integer,
    lte: integer,
  })(raw, name);
  return value => value > gt && value >= gte && value < lt && value <= lte;
};

function shown(raw: Raw): string {
  return typeof raw === 'string' ? raw : JSON.stringify(raw);
}
