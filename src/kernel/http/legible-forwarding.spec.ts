import { isIP } from 'node:net';
import fc from 'fast-check';
import { environmentSchema } from '../../config/environment.ts';
import { httpAdapter } from './http-server.ts';

const PROXY = '10.0.0.1';
const CLIENT = '203.0.113.7';
const WITHIN = '10.0.0.0/8, fd00::/8';

describe('The address of a request', () => {
  const server = httpAdapter({ TRUSTED_PROXIES: WITHIN }).getInstance();

  beforeAll(async () => {
    server.get('/address', request => request.ip);
    await server.ready();
  });

  afterAll(() => server.close());

  async function addressOf(peer: string, forwarded?: string): Promise<string> {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const answer = await server.inject({ path: '/address', remoteAddress: peer, headers });
    expect(answer.statusCode).toBe(200);
    return answer.body;
  }

  it.each([
    ['is that of the peer when nothing is forwarded', CLIENT, undefined, CLIENT],
    ['is that of the peer when it is no proxy of ours, whatever it claims', CLIENT, '198.51.100.1', CLIENT],
    ['is what our proxy says', PROXY, CLIENT, CLIENT],
    ['is what the first of our proxies says', '10.0.0.2', `${CLIENT}, ${PROXY}`, CLIENT],
    ['is not what the client claims before our proxies', '10.0.0.2', `1.1.1.1, ${CLIENT}, ${PROXY}`, CLIENT],
    ['is not one of ours because the client says so', PROXY, `10.9.9.9, ${CLIENT}`, CLIENT],
    ['may be IPv6', PROXY, '2001:db8::7', '2001:db8::7'],
    ['is told by a proxy that speaks IPv6', 'fd00::1', CLIENT, CLIENT],
    ['is told by a proxy that is seen as IPv4 in IPv6', '::ffff:10.0.0.1', CLIENT, CLIENT],
    ['comes without a port', PROXY, `${CLIENT}:50123`, CLIENT],
    ['comes without a port and brackets', PROXY, '[2001:db8::7]:50123', '2001:db8::7'],
    ['comes without brackets', PROXY, '[2001:db8::7]', '2001:db8::7'],
    ['is found behind proxies that say their ports', '10.0.0.2', `${CLIENT}:1, ${PROXY}:2`, CLIENT],
    ['is that of the proxy that does not know it', '10.0.0.2', `unknown, ${PROXY}`, PROXY],
    ['is that of the proxy when it is unknown to it', PROXY, 'unknown', PROXY],
    ['is that of the proxy when the header is empty', PROXY, '', PROXY],
    ['is that of the proxy when the header has commas only', PROXY, ' ,, ,', PROXY],
    ['is not a zone of another machine', PROXY, 'fe80::1%eth0', PROXY],
  ])('%s', async (_, peer, forwarded, address) => {
    expect(await addressOf(peer, forwarded)).toBe(address);
  });

  it('is found in a header of a thousand entries', async () => {
    const claims = Array.from({ length: 1_000 }, (_, index) => `198.51.${index >> 8}.${index & 255}`);
    expect(await addressOf(PROXY, [...claims, CLIENT].join(', '))).toBe(CLIENT);
    expect(await addressOf(PROXY, Array(1_000).fill(PROXY).join(','))).toBe(PROXY);
  });

  it('is an address, whatever the header says', async () => {
    const visible = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map(code => String.fromCharCode(code)) });
    const entry = fc.oneof(
      visible,
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4Extended(),
      fc.constantFrom(PROXY, '[', ']', ':', '%'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 20 }), async entries => {
        expect(isIP(await addressOf(PROXY, entries.join(',')))).not.toBe(0);
      }),
    );
  });

  it('is that of the peer when no proxy is trusted', async () => {
    const alone = httpAdapter({ TRUSTED_PROXIES: '' }).getInstance();
    alone.get('/address', request => request.ip);
    const answer = await alone.inject({
      path: '/address',
      remoteAddress: PROXY,
      headers: { 'x-forwarded-for': CLIENT },
    });
    expect(answer.body).toBe(PROXY);
  });

  it('can be told by every proxy that the environment accepts', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended());
    const range = fc.oneof(
      address,
      fc.tuple(address, fc.integer({ min: -1, max: 130 })).map(parts => parts.join('/')),
    );
    const proxies = fc.array(range, { minLength: 1, maxLength: 3 }).map(ranges => ranges.join(', '));
    fc.assert(
      fc.property(proxies, text => {
        const { data } = environmentSchema.shape.TRUSTED_PROXIES.safeParse(text);
        if (data) httpAdapter({ TRUSTED_PROXIES: data });
      }),
    );
  });
});
