import { CommandBus } from '@nestjs/cqrs';
import { ConcurrentChange, DomainError } from '../domain/domain-error.ts';
import { newId } from '../domain/ids.ts';
import { InsufficientBalance } from '../domain/ledger.ts';
import { posting, transfer } from '../ledger/testing/books.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import { Jar, JarNameTaken, Perform, Workshop } from '../testing/workshop.ts';
import { CommitHooks } from './commit-hooks.ts';

class Refused extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'refused';
}

describe('One command, one transaction', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await Workshop.start({ workers: false });
  });

  afterAll(() => workshop.stop());

  async function jarNamed(name: string): Promise<{ coins: number } | undefined> {
    const [row] = await workshop.rows<{ coins: number }>('select coins from workshop.jars where name = $1', [name]);
    return row;
  }

  async function eventsOf(jarId: string): Promise<{ type: string; payload: object; traceparent: string | null }[]> {
    return workshop.rows(
      `select type, payload, traceparent from kernel.outbox where payload ->> 'jarId' = $1 order by id`,
      [jarId],
    );
  }

  it('commits the state, the events and the ledger together', async () => {
    const jar = Jar.named(newId());
    await workshop.perform(async em => {
      jar.add(3);
      em.persist(jar);
      await workshop.ledger.post(posting(transfer('mint', `payable:${jar.id}`, 3)));
    });
    expect(await jarNamed(jar.name)).toEqual({ coins: 3 });
    expect(await eventsOf(jar.id)).toHaveLength(1);
    expect(await workshop.ledger.balance(`payable:${jar.id}`, 'USD')).toBe(3);
  });

  it('keeps neither state nor events nor ledger when a rule is broken', async () => {
    const jar = Jar.named(newId());
    const refused = workshop.perform(async em => {
      jar.add(3);
      em.persist(jar);
      await em.flush();
      await workshop.ledger.post(posting(transfer('mint', `payable:${jar.id}`, 3)));
      throw new Refused('no');
    });
    await expect(refused).rejects.toThrow(Refused);
    expect(await jarNamed(jar.name)).toBeUndefined();
    expect(await eventsOf(jar.id)).toEqual([]);
    expect(await workshop.ledger.balance(`payable:${jar.id}`, 'USD')).toBe(0);
  });

  it('keeps nothing when the ledger refuses', async () => {
    const jar = Jar.named(newId());
    const refused = workshop.perform(async em => {
      em.persist(jar);
      await em.flush();
      await workshop.ledger.post(posting(transfer(`payable:${jar.id}`, 'mint', 1)));
    });
    await expect(refused).rejects.toThrow(InsufficientBalance);
    expect(await jarNamed(jar.name)).toBeUndefined();
  });

  it('lets a command inside a command join its transaction', async () => {
    const [inner, outer] = [Jar.named(newId()), Jar.named(newId())];
    const transaction = 'select pg_current_xact_id()::text as id';
    const refused = workshop.perform(async em => {
      em.persist(outer);
      const innerTransaction = await workshop.get(CommandBus).execute(
        new Perform(em => {
          inner.add(1);
          em.persist(inner);
          return em.execute(transaction);
        }),
      );
      expect(await em.execute(transaction)).toEqual(innerTransaction);
      throw new Refused('no');
    });
    await expect(refused).rejects.toThrow(Refused);
    expect(await jarNamed(inner.name)).toBeUndefined();
    expect(await jarNamed(outer.name)).toBeUndefined();
    expect(await eventsOf(inner.id)).toEqual([]);
  });

  it('stores the events of nested commands once each, in order, with the trace they belong to', async () => {
    const jar = Jar.named(newId());
    const trace = traceFrom(undefined);
    await withTrace(trace, () =>
      workshop.perform(async em => {
        jar.add(1);
        em.persist(jar);
        await workshop.perform(() => jar.add(2));
        for (let coins = 3; coins <= 50; coins++) jar.add(coins);
      }),
    );
    const events = await eventsOf(jar.id);
    expect(events.map(({ payload }) => payload)).toEqual(
      Array.from({ length: 50 }, (_, index) => ({ jarId: jar.id, coins: index + 1 })),
    );
    for (const { traceparent } of events) expect(traceFrom(traceparent).traceId).toBe(trace.traceId);
  });

  it('stores the last events of what it removes', async () => {
    const jarId = await workshop.aJar();
    await workshop.perform(async em => {
      const jar = await em.findOneOrFail(Jar, jarId);
      jar.break();
      em.remove(jar);
    });
    expect(await eventsOf(jarId)).toEqual([expect.objectContaining({ type: 'workshop.jar_broken' })]);
  });

  it('stores them also when something is looked for afterwards, which writes the removal down', async () => {
    const [jarId, otherId] = [await workshop.aJar(), await workshop.aJar()];
    await workshop.perform(async em => {
      const jar = await em.findOneOrFail(Jar, jarId);
      jar.break();
      em.remove(jar);
      await em.find(Jar, { id: otherId });
      await em.find(Jar, {});
    });
    expect(await eventsOf(jarId)).toEqual([expect.objectContaining({ type: 'workshop.jar_broken' })]);
  });

  it('runs again after a deadlock', async () => {
    const [first, second] = [await workshop.aJar(), await workshop.aJar()];
    const bothHoldOne = meetingOf(2);
    let attempts = 0;
    const fillInOrder = (jars: string[]) =>
      workshop.perform(async em => {
        attempts += 1;
        for (const id of jars) {
          await em.execute('select 1 from workshop.jars where id = ? for update', [id]);
          (await em.findOneOrFail(Jar, id)).add(1);
          await bothHoldOne();
        }
      });
    await Promise.all([fillInOrder([first, second]), fillInOrder([second, first])]);
    // PostgreSQL may choose a victim more than once.
    expect(attempts).toBeGreaterThanOrEqual(3);
    expect(await workshop.rows('select coins from workshop.jars where id = any ($1)', [[first, second]])).toEqual([
      { coins: 2 },
      { coins: 2 },
    ]);
    expect(await eventsOf(first)).toHaveLength(2);
  });

  it('tells the one who comes second that somebody changed it first', async () => {
    const jarId = await workshop.aJar();
    const bothHaveRead = meetingOf(2);
    const addOne = () =>
      workshop.perform(async em => {
        const jar = await em.findOneOrFail(Jar, jarId);
        await bothHaveRead();
        jar.add(1);
      });
    const outcomes = await Promise.allSettled([addOne(), addOne()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find(outcome => outcome.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(ConcurrentChange);
    expect(await eventsOf(jarId)).toHaveLength(1);
  });

  it('reads a violated constraint as the rule behind it', async () => {
    const name = newId();
    const race = Array.from({ length: 5 }, () => workshop.perform(em => void em.persist(Jar.named(name))));
    const outcomes = await Promise.allSettled(race);
    const lost = outcomes.filter(outcome => outcome.status === 'rejected');
    expect(lost).toHaveLength(4);
    for (const { reason } of lost) expect(reason).toBeInstanceOf(JarNameTaken);
  });

  it('calls the hooks after the commit and before the answer, and not at all without one', async () => {
    const seen: unknown[] = [];
    workshop.get(CommitHooks).add(async events => {
      for (const { jarId } of events as unknown as { jarId: string }[])
        seen.push(...(await workshop.rows('select coins from workshop.jars where id = $1', [jarId])));
    });
    const jarId = await workshop.aJar();
    const refused = workshop.perform(async em => {
      (await em.findOneOrFail(Jar, jarId)).add(1);
      await em.flush();
      throw new Refused('no');
    });
    await expect(refused).rejects.toThrow(Refused);
    expect(seen).toEqual([]);
    await workshop.addCoins(jarId, 7);
    expect(seen).toEqual([{ coins: 7 }]);
  });
});

/** Resolves for everybody once `count` have come; who comes later does not wait. */
function meetingOf(count: number): () => Promise<void> {
  let arrived = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  return () => {
    if (++arrived === count) resolve();
    return promise;
  };
}
