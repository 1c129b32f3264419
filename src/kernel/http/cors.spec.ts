import { Azora } from '../../../test/support/azora.ts';

const APP = 'https://learn.example.org';
const LIST = '/api/courses/list';

describe('A browser', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', APP_URL: `${APP}/school` } });
  });

  afterAll(() => azora.stop());

  function from(origin: string, path = LIST) {
    return azora.api.with({ origin }).get(path);
  }

  it('lets the pages of the platform read an answer, also a cached one and an error', async () => {
    for (const path of [LIST, LIST, '/api/me', '/nowhere']) {
      const { headers } = await from(APP, path);
      expect(headers.get('access-control-allow-origin')).toBe(APP);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(headers.get('access-control-expose-headers')).toContain('retry-after');
      expect(headers.get('vary')?.toLowerCase()).toContain('origin');
    }
  });

  it.each(['https://evil.example.org', 'https://learn.example.org.evil.org', 'http://learn.example.org', 'null'])(
    'lets no page of %s read one',
    async origin => {
      for (const path of [LIST, '/api/me'])
        expect((await from(origin, path)).headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('hears which methods and headers a page may use', async () => {
    const answer = await azora.api
      .with({
        origin: APP,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      })
      .send('OPTIONS', '/api/courses/purchase');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(answer.headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
