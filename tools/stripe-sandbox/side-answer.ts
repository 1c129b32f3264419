/** An answer that is not the API's: a page for people or JSON for tests. */
export interface SideAnswer {
  status: number;
  type: 'application/json' | 'text/html';
  body: string;
  location?: string;
}

export const notHere: SideAnswer = { status: 404, type: 'text/html', body: 'Not found' };

export function show(body: string, status = 200): SideAnswer {
  return { status, type: 'text/html', body };
}

export function json(body: object, status = 200): SideAnswer {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
