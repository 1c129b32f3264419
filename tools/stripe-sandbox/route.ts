import type { Call } from './call.ts';
import { anything, list, type Parameters, type Parsed, string } from './parameters.ts';

export interface Route {
  parameters: Parameters;
  handle(call: Call, params: never, id: string, part: string): object;
}

/** Routes by method and path, as in `POST /v1/customers/:id`. */
export type Routes = Record<string, Route>;

export function route<P extends Parameters>(
  parameters: P,
  handle: (call: Call, params: Parsed<P>, id: string, part: string) => object,
): Route {
  return { parameters: { ...parameters, expand: list(string) }, handle };
}

/** Parameters that Stripe knows and the sandbox accepts without acting on them. */
export function ignored<const Name extends string>(...names: Name[]): Record<Name, typeof anything> {
  return Object.fromEntries(names.map(name => [name, anything])) as Record<Name, typeof anything>;
}
