import { Every } from './every.decorator.ts';

class Slow {
  begun = 0;
  private turn = Promise.withResolvers<void>();

  @Every(1_000)
  run(): Promise<void> {
    this.begun++;
    return this.turn.promise;
  }

  end(error?: Error): void {
    const { resolve, reject } = this.turn;
    this.turn = Promise.withResolvers();
    if (error) reject(error);
    else resolve();
  }
}

describe('What is done every second', () => {
  it('is not begun anew while it is still being done', async () => {
    const slow = new Slow();
    const first = slow.run();
    await Promise.all([slow.run(), slow.run()]);
    expect(slow.begun).toBe(1);
    slow.end();
    await first;
    void slow.run();
    expect(slow.begun).toBe(2);
  });

  it('is begun anew after it has failed', async () => {
    const slow = new Slow();
    const first = slow.run();
    slow.end(new Error('Nobody answers'));
    await expect(first).rejects.toThrow('Nobody answers');
    void slow.run();
    expect(slow.begun).toBe(2);
  });

  it('is done by one without regard to another', () => {
    const [one, another] = [new Slow(), new Slow()];
    void one.run();
    void another.run();
    expect([one.begun, another.begun]).toEqual([1, 1]);
  });

  it('is what the scheduler is told to do', () => {
    expect(Reflect.getMetadataKeys(Slow.prototype.run)).toContain('SCHEDULE_INTERVAL_OPTIONS');
  });
});
