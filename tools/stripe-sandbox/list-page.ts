import type { Call } from './call.ts';
import { integerWithin, type Parameters, type Parsed, range, string } from './parameters.ts';
import { type Route, route } from './route.ts';
import type { Kind, Kinds } from './store.ts';
import { noSuch } from './stripe-error.ts';

const paging = {
  limit: integerWithin(1, 100),
  starting_after: string,
  ending_before: string,
  created: range,
};

type Paging = Parsed<typeof paging>;

/** `GET /v1/things`: newest first, filtered by `matches`. */
export function listRoute<K extends Kind, P extends Parameters>(
  kind: K,
  url: string,
  filters: P,
  matches: (object: Kinds[K], params: Parsed<P>, call: Call) => boolean,
): Route {
  return route({ ...filters, ...paging }, (call, params) =>
    listPage(call, kind, url, params as unknown as Paging, object =>
      matches(object, params as unknown as Parsed<P>, call),
    ),
  );
}

export function listPage<K extends Kind>(
  call: Call,
  kind: K,
  url: string,
  { limit = 10, starting_after, ending_before, created }: Paging,
  matches: (object: Kinds[K]) => boolean,
): object {
  const rows = call.store.all(kind);
  const newerFirst = ending_before === undefined;
  const cursor = ending_before ?? starting_after;
  const step = newerFirst ? -1 : 1;
  let position = newerFirst ? rows.length : -1;
  if (cursor !== undefined) {
    position = call.store.position(kind, cursor);
    if (position < 0) throw noSuch(kind, cursor, newerFirst ? 'starting_after' : 'ending_before');
  }

  const data: Kinds[K][] = [];
  for (let i = position + step; i >= 0 && i < rows.length && data.length <= limit; i += step) {
    const row = rows[i] as Kinds[K];
    if ((!created || created((row as { created?: number }).created ?? 0)) && matches(row)) data.push(row);
  }
  const has_more = data.length > limit;
  if (has_more) data.pop();
  if (!newerFirst) data.reverse();
  return { object: 'list', data, has_more, url };
}
