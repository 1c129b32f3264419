import type { Route, Routes } from './route.ts';

export interface Found {
  route: Route;
  id: string;
  /** The id of what belongs to the first, as in `/v1/transfers/:id/reversals/:part`. */
  part: string;
}

interface Candidate {
  segments: string[];
  route: Route;
}

/** Finds the route of a request by the number and the names of its path segments. */
export class Router {
  private readonly candidates = new Map<string, Candidate[]>();

  constructor(...tables: Routes[]) {
    for (const [pattern, route] of tables.flatMap(table => Object.entries(table))) {
      const [method = '', path = ''] = pattern.split(' ');
      const segments = path.split('/');
      const key = method + segments.length;
      this.candidates.set(key, [...(this.candidates.get(key) ?? []), { segments, route }]);
    }
  }

  find(method: string, path: string): Found | undefined {
    const segments = path.split('/');
    for (const candidate of this.candidates.get(method + segments.length) ?? []) {
      if (matches(candidate.segments, segments)) {
        const names = segments.filter((_, i) => candidate.segments[i]?.startsWith(':'));
        const [id = '', part = ''] = names.map(decodeURIComponent);
        return { route: candidate.route, id, part };
      }
    }
    return undefined;
  }
}

function matches(pattern: string[], segments: string[]): boolean {
  return pattern.every((name, i) => (name.startsWith(':') ? segments[i] !== '' : name === segments[i]));
}
