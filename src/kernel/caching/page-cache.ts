import { LRUCache } from 'lru-cache';

/** Pages that are the same for everybody, held in this process until an event makes them wrong. See {@link PageCaches}. */
export class PageCache<Page extends object> {
  private readonly pages: LRUCache<string, Page>;
  private generation = 0;

  constructor(
    /** How long a page may be served after its origin was last asked, in milliseconds. */
    ttl: number,
    private readonly connected: () => boolean,
  ) {
    this.pages = new LRUCache({ max: 5_000, ttl });
  }

  /** The page under `key`, loaded at most once for all who ask at the same time. */
  async get(key: string, load: () => Promise<Page>): Promise<Page> {
    const cached = this.connected() ? this.pages.get(key) : undefined;
    return cached ?? this.load(key, load);
  }

  clear(): void {
    this.generation += 1;
    this.pages.clear();
  }

  private async load(key: string, load: () => Promise<Page>): Promise<Page> {
    const { generation } = this;
    const page = await load();
    // A page read before a change may not be kept after it.
    if (generation === this.generation) this.pages.set(key, page);
    return page;
  }
}
