import { freePort } from '../../tools/local/free-port.ts';
import { Azora, unique } from '../support/azora.ts';
import { BuiltProcess } from '../support/built-process.ts';
import { type Answer, Client } from '../support/client.ts';
import { expectProblem } from '../support/problems.ts';

const [DEFAULT, AUTH] = [40, 8];
const MINUTE = 60_000;

describe('Two processes', () => {
  let azora: Azora;
  const processes: BuiltProcess[] = [];
  const doors: Client[] = [];

  beforeAll(async () => {
    azora = await Azora.start({
      environment: {
        WORKERS: 'off',
        TRUSTED_PROXIES: '127.0.0.1',
        RATE_LIMIT_PER_MINUTE: String(DEFAULT),
        RATE_LIMIT_AUTH_PER_MINUTE: String(AUTH),
      },
    });
    await open();
    await open();
  }, 2 * MINUTE);

  afterAll(async () => {
    await Promise.all(processes.map(process => process.stop()));
    await azora.stop();
  });

  async function open(): Promise<void> {
    const [port, metrics] = [await freePort(), await freePort()];
    const process = new BuiltProcess('main.js', { ...azora.environment, PORT: port, METRICS_PORT: metrics });
    processes.push(process);
    doors.push(new Client(`http://127.0.0.1:${port}`));
    await process.start();
  }

  /** Knocks at both doors at once, as seen from one address. */
  function fire(shots: number, address: string, shoot: (client: Client) => Promise<Answer>): Promise<Answer[]> {
    const clients = Array.from({ length: shots }, (_, turn) => doors[turn % doors.length] as Client);
    return Promise.all(clients.map(client => shoot(client.with({ 'x-forwarded-for': address }))));
  }

  function refusedOf(answers: Answer[]): Answer[] {
    const refused = answers.filter(({ status }) => status === 429);
    for (const answer of refused) expectProblem(answer, 429, 'rate_limited');
    return refused;
  }

  it('together admit exactly the quota of an address', async () => {
    const answers = await fire(4 * DEFAULT, '203.0.113.1', client => client.get('/api/courses/list'));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(DEFAULT);
    expect(refusedOf(answers)).toHaveLength(3 * DEFAULT);
  });

  it('together let an address try exactly so many passwords', async () => {
    // Each for an account of its own, so that nothing but the quota turns any away.
    const guess = () => ({ email: `${unique('nobody')}@example.org`, password: 'a guess' });
    const answers = await fire(4 * AUTH, '203.0.113.2', client => client.post('/api/auth/login', guess()));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(AUTH);
    expect(refusedOf(answers)).toHaveLength(3 * AUTH);
  });
});
