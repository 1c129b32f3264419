import autocannon from 'autocannon';
import type { Figures } from '../figures.ts';
import { hammer } from '../hammer.ts';
import type { Measurement } from '../measurement.ts';
import type { Stage } from '../stage.ts';

/** Far below what the list can do, so that its latency tells of others and not of itself. */
const READS_A_SECOND = 200;
const LOGINS_A_SECOND = 500;
const ATTACKERS = 5_000;

/** Whether the list keeps its latency while 500 wrong logins a second come in, each from an address and for an account of its own. */
export const loginFlood: Measurement = async ({ stage, seconds, note }) => {
  await read(stage, 2);
  const quiet = await read(stage, seconds);
  const [flooded, answers] = await Promise.all([read(stage, seconds), flood(stage, seconds)]);
  note(`Wrong logins were answered: ${answers}.`);
  note(
    `The list under ${LOGINS_A_SECOND} wrong logins a second: p97.5 is ${(flooded.p97 / quiet.p97).toFixed(2)} of quiet.`,
  );
  return [{ what: 'list under login flood', unit: '/s', product: flooded, limit: quiet, against: 'itself, in quiet' }];
};

function read({ product }: Stage, seconds: number): Promise<Figures> {
  const requests = [{ path: '/api/courses/list?limit=20' }];
  return hammer({ origin: product, connections: 20, requests, seconds, rate: READS_A_SECOND });
}

async function flood({ product }: Stage, seconds: number): Promise<string> {
  const requests = Array.from({ length: ATTACKERS }, (_, index) => wrongLogin(index));
  let connection = 0;
  const connections = 500;
  const { statusCodeStats = {} } = await autocannon({
    url: product,
    connections,
    duration: seconds,
    overallRate: LOGINS_A_SECOND,
    setupClient: client => {
      const own = connection++;
      client.setRequests(requests.filter((_, index) => index % connections === own));
    },
  });
  return Object.entries(statusCodeStats)
    .map(([status, { count }]) => `${count} × ${status}`)
    .join(', ');
}

function wrongLogin(index: number): autocannon.Request {
  return {
    method: 'POST',
    path: '/api/auth/login',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    },
    body: JSON.stringify({ email: `guessed-${index}@azora.test`, password: 'wrong password' }),
  };
}
