import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { traceFrom } from '../observability/trace.ts';
import { isPatientWith } from './long-body.ts';
import { PROBLEM_JSON, type Problem, problemBody, problemOfStatus } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is not HTTP never becomes a request that meets hooks and filters, so it is answered on its bare connection. */
export function refuseUnreadable({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && isPatientWith(socket)) return;
  if (!socket.writable) return void socket.destroy();
  const problem = problemOfStatus(STATUS_OF_CODE[code] ?? 400) as Problem;
  const body = JSON.stringify(problemBody(problem, '', traceFrom(null).traceId));
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': PROBLEM_JSON,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
}
