import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '../../../test/support/eventually.ts';
import { MOST_BYTES, MOST_OF_A_PAGE, type Page, PageCache } from './page-cache.ts';

const LONG = 3_600_000;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

describe('A cache of pages', () => {
  let loads: number;

  beforeEach(() => {
    loads = 0;
  });

  async function load(): Promise<Page> {
    return page(`load ${++loads}`);
  }

  function page(json: string): Page {
    return { json, etag: '' };
  }

  /** One that takes so many bytes. */
  function pageOf(bytes: number): () => Promise<Page> {
    return async () => page('x'.repeat(bytes / 2));
  }

  it('loads a page once for all who ask, together or later', async () => {
    const cache = new PageCache(LONG, () => true);
    const pages = await Promise.all(Array.from({ length: 10 }, () => cache.get('page', load)));
    expect(new Set(pages)).toEqual(new Set([page('load 1')]));
    expect(await cache.get('page', load)).toEqual(page('load 1'));
    expect(await cache.get('another', load)).toEqual(page('load 2'));
  });

  it('loads again when it was cleared', async () => {
    const cache = new PageCache(LONG, () => true);
    await cache.get('page', load);
    cache.clear();
    expect(await cache.get('page', load)).toEqual(page('load 2'));
  });

  it('neither keeps nor shares a page that was being loaded when it was cleared', async () => {
    const cache = new PageCache(LONG, () => true);
    const slow = Promise.withResolvers<Page>();
    const early = cache.get('page', () => slow.promise);
    cache.clear();
    expect(await cache.get('page', load)).toEqual(page('load 1'));
    slow.resolve(page('before the change'));
    await early;
    expect(await cache.get('page', load)).toEqual(page('load 1'));
  });

  it('counts the life of a page from before it was loaded', async () => {
    const cache = new PageCache(5, () => true);
    const start = performance.now();
    await cache.get('page', async () => {
      await eventually(() => performance.now() > start + 10);
      return load();
    });
    expect(await cache.get('page', load)).toEqual(page('load 2'));
  });

  it('lets go of a page whose life is over, though nobody asks for it again', async () => {
    const cache = new PageCache(5, () => true);
    const held = new WeakRef(await cache.get('page', load));
    await eventually(() => {
      collectGarbage();
      return held.deref() === undefined;
    });
  });

  it('holds so many bytes and no more, whatever the pages are asked for by', async () => {
    const cache = new PageCache(LONG, () => true);
    const pages = (2 * MOST_BYTES) / MOST_OF_A_PAGE;
    for (let n = 0; n < pages; n++) await cache.get(`page?x=${n}`, pageOf(MOST_OF_A_PAGE - 100));
    const held = Array.from({ length: pages }, (_, n) => cache.at(`page?x=${n}`)).filter(it => it !== undefined);
    expect(held).toHaveLength(pages / 2);
    expect(cache.at(`page?x=${pages - 1}`)).toBeDefined();
  });

  it('counts what pages are asked for by, which may be long too', async () => {
    const cache = new PageCache(LONG, () => true);
    await cache.get('x'.repeat(MOST_OF_A_PAGE / 2), load);
    expect(cache.at('x'.repeat(MOST_OF_A_PAGE / 2))).toBeUndefined();
  });

  it('does not hold a page that would take the room of many', async () => {
    const cache = new PageCache(LONG, () => true);
    await cache.get('page', load);
    await cache.get('long page', pageOf(MOST_OF_A_PAGE));
    expect(cache.at('long page')).toBeUndefined();
    expect(cache.at('page')).toBeDefined();
  });

  it('does not remember a page that could not be loaded', async () => {
    const cache = new PageCache(LONG, () => true);
    await expect(cache.get('page', () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
    expect(await cache.get('page', load)).toEqual(page('load 1'));
  });

  it('serves nothing from memory while it would not hear of changes', async () => {
    let connected = true;
    const cache = new PageCache(LONG, () => connected);
    await cache.get('page', load);
    connected = false;
    expect(await cache.get('page', load)).toEqual(page('load 2'));
  });
});
