import type { Route, Routes } from './route.ts';

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

  find(method: string, path: string): { route: Route; id: string } | undefined {
    const segments = path.split('/');
    for (const candidate of this.candidates.get(method + segments.length) ?? []) {
      if (matches(candidate.segments, segments)) {
        const id = candidate.segments.indexOf(':id');
        return { route: candidate.route, id: id < 0 ? '' : decodeURIComponent(segments[id] as string) };
      }
    }
    return undefined;
  }
}

function matches(pattern: string[], segments: string[]): boolean {
  return pattern.every((name, i) => (name === ':id' ? segments[i] !== '' : name === segments[i]));
}
