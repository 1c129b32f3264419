import { LRUCache } from 'lru-cache';

const MOST_PAGES = 5_000;

/** Of all pages together, and of what they are asked for by. */
export const MOST_BYTES = 16 * 1_048_576;

/** A page that takes more is not held: it would drive out many. */
export const MOST_OF_A_PAGE = 1_048_576;

/** Finished JSON that is the same for everybody. */
export interface Page {
  readonly json: string;
  readonly etag: string;
}

/** Pages that are the same for everybody, held in this process until an event makes them wrong. See {@link PageCaches}. */
export class PageCache {
  private readonly pages: LRUCache<string, Page>;
  private readonly loading = new Map<string, Promise<Page>>();

  /**
   * @param ttl how long a page may be served after its origin was last asked, in milliseconds
   * @param connected whether this process hears of changes; while it does not, nothing is kept or shared
   */
  constructor(
    ttl: number,
    private readonly connected: () => boolean,
  ) {
    this.pages = new LRUCache({
      max: MOST_PAGES,
      maxSize: MOST_BYTES,
      maxEntrySize: MOST_OF_A_PAGE,
      // A character takes two bytes at most.
      sizeCalculation: ({ json, etag }, key) => 2 * (json.length + etag.length + key.length),
      ttl,
      ttlAutopurge: true,
    });
  }

  /** The page under `key`, loaded once for all who ask at the same time. */
  get(key: string, load: () => Promise<Page>): Page | Promise<Page> {
    if (!this.connected()) return load();
    return this.pages.get(key) ?? this.loading.get(key) ?? this.load(key, load);
  }

  /** The page if it is there. */
  at(key: string): Page | undefined {
    return this.connected() ? this.pages.get(key) : undefined;
  }

  /** What is being loaded is forgotten too: it may have been read before the change. */
  clear(): void {
    this.loading.clear();
    this.pages.clear();
  }

  private async load(key: string, load: () => Promise<Page>): Promise<Page> {
    const start = performance.now();
    const page = load();
    this.loading.set(key, page);
    try {
      const loaded = await page;
      if (this.loading.get(key) === page) this.pages.set(key, loaded, { start });
      return loaded;
    } finally {
      if (this.loading.get(key) === page) this.loading.delete(key);
    }
  }
}
