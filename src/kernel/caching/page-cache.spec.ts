import { eventually } from '../../../test/support/eventually.ts';
import { PageCache } from './page-cache.ts';

const LONG = 3_600_000;

describe('A cache of pages', () => {
  let loads: number;

  beforeEach(() => {
    loads = 0;
  });

  async function load(): Promise<{ loaded: number }> {
    return { loaded: ++loads };
  }

  it('loads a page once for all who ask, together or later', async () => {
    const cache = new PageCache(LONG, () => true);
    const pages = await Promise.all(Array.from({ length: 10 }, () => cache.get('page', load)));
    expect(new Set(pages)).toEqual(new Set([{ loaded: 1 }]));
    expect(await cache.get('page', load)).toEqual({ loaded: 1 });
    expect(await cache.get('another', load)).toEqual({ loaded: 2 });
  });

  it('loads again when it was cleared', async () => {
    const cache = new PageCache(LONG, () => true);
    await cache.get('page', load);
    cache.clear();
    expect(await cache.get('page', load)).toEqual({ loaded: 2 });
  });

  it('neither keeps nor shares a page that was being loaded when it was cleared', async () => {
    const cache = new PageCache(LONG, () => true);
    const slow = Promise.withResolvers<object>();
    const early = cache.get('page', () => slow.promise);
    cache.clear();
    expect(await cache.get('page', load)).toEqual({ loaded: 1 });
    slow.resolve({ loaded: 'before the change' });
    await early;
    expect(await cache.get('page', load)).toEqual({ loaded: 1 });
  });

  it('counts the life of a page from before it was loaded', async () => {
    const cache = new PageCache(5, () => true);
    const start = performance.now();
    await cache.get('page', async () => {
      await eventually(() => performance.now() > start + 10);
      return load();
    });
    expect(await cache.get('page', load)).toEqual({ loaded: 2 });
  });

  it('does not remember a page that could not be loaded', async () => {
    const cache = new PageCache(LONG, () => true);
    await expect(cache.get('page', () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
    expect(await cache.get('page', load)).toEqual({ loaded: 1 });
  });

  it('serves nothing from memory while it would not hear of changes', async () => {
    let connected = true;
    const cache = new PageCache(LONG, () => connected);
    await cache.get('page', load);
    connected = false;
    expect(await cache.get('page', load)).toEqual({ loaded: 2 });
  });
});
