import type { Job } from 'bull';
import { Redis } from 'ioredis';
import { eventually } from '../../../test/support/eventually.ts';
import { Environment } from '../../config/environment.ts';
import { newId } from '../domain/ids.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import { CommitHooks } from '../persistence/commit-hooks.ts';
import { CoinsAdded, Jar, Workshop } from '../testing/workshop.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { EventUpkeep } from './upkeep.ts';

const ONCE_EACH = { 'tally-on-coins-added': 1, 'audit-on-coins-added': 1 };

describe('An event', () => {
  let workshop: Workshop;

  beforeEach(async () => {
    workshop = await Workshop.start({ workers: true });
  });

  afterEach(() => workshop.stop());

  function reactedTo(eventId: string): Promise<unknown> {
    return eventually(async () => {
      const [{ reactions } = { reactions: 0 }] = await workshop.rows<{ reactions: number }>(
        'select count(*)::int as reactions from kernel.inbox where event_id = $1',
        [eventId],
      );
      return reactions === 3;
    });
  }

  function queueIsDrained(): Promise<unknown> {
    return eventually(async () => {
      const [{ unpublished } = { unpublished: 1 }] = await workshop.rows<{ unpublished: number }>(
        'select count(*)::int as unpublished from kernel.outbox where published_at is null',
      );
      const { waiting, active, delayed } = await workshop.queue.getJobCounts();
      return unpublished + waiting + active + delayed === 0;
    });
  }

  it('reaches every reaction exactly once', async () => {
    const eventId = await workshop.addCoins(await workshop.aJar(), 5);
    await reactedTo(eventId);
    expect(await workshop.effectsOf(eventId)).toEqual(ONCE_EACH);
    expect(workshop.rings).toBe(1);
  });

  it('has its effects once though it is relayed twice', async () => {
    const eventId = await workshop.addCoins(await workshop.aJar());
    await reactedTo(eventId);
    await queueIsDrained();
    await workshop.rows('update kernel.outbox set published_at = null where id = $1', [eventId]);
    await queueIsDrained();
    expect(await workshop.effectsOf(eventId)).toEqual(ONCE_EACH);
  });

  it('has its effects once though it is delivered many times at once', async () => {
    const event = { eventId: newId(), payload: { jarId: newId(), coins: 1 }, occurredAt: new Date().toISOString() };
    await workshop.queue.addBulk(
      Array.from({ length: 8 }, () => ({ name: 'tally-on-coins-added', data: { ...event, traceparent: null } })),
    );
    await queueIsDrained();
    expect(await workshop.effectsOf(event.eventId)).toEqual({ 'tally-on-coins-added': 1 });
  });

  it('calls out no more once its process is done, though it is delivered again', async () => {
    const eventId = await workshop.addCoins(await workshop.aJar());
    await reactedTo(eventId);
    const event = { eventId, payload: { jarId: newId(), coins: 1 }, occurredAt: new Date().toISOString() };
    await (await workshop.queue.add('ring-on-coins-added', { ...event, traceparent: null })).finished();
    expect(workshop.rings).toBe(1);
  });

  it('has its effects once though the worker dies between the effect and its acknowledgement', async () => {
    const dead = Promise.withResolvers<void>();
    workshop.get(CommitHooks).add(() => dead.promise);
    const { queue } = workshop;
    const event = { eventId: newId(), payload: { jarId: newId(), coins: 1 }, occurredAt: new Date().toISOString() };
    const job = await queue.add('tally-on-coins-added', { ...event, traceparent: null });
    await eventually(async () => (await workshop.effectsOf(event.eventId))['tally-on-coins-added']);
    expect(await job.isActive()).toBe(true);

    await workshop.startWorker();
    await declareDead(job);
    await job.finished();
    expect(await workshop.effectsOf(event.eventId)).toEqual({ 'tally-on-coins-added': 1 });
    dead.resolve();
  });

  it('is not replayed to its other reactions when one of them fails', async () => {
    workshop.broken.add('audit-on-coins-added');
    const eventId = await workshop.addCoins(await workshop.aJar());
    await eventually(async () => {
      const job = await workshop.queue.getJob(`${eventId}.audit-on-coins-added`);
      return job !== null && job.attemptsMade > 0;
    });
    await eventually(() => workshop.rings > 0);
    await eventually(async () => (await workshop.effectsOf(eventId))['tally-on-coins-added']);
    expect(await workshop.effectsOf(eventId)).toEqual({ 'tally-on-coins-added': 1 });

    workshop.broken.clear();
    await reactedTo(eventId);
    expect(await workshop.effectsOf(eventId)).toEqual(ONCE_EACH);
    expect(workshop.rings).toBe(1);
  });

  it('is published once though several relays are at work', async () => {
    await Promise.all([workshop.startWorker(), workshop.startWorker()]);
    const jars = Array.from({ length: 10 }, () => Jar.named(newId()));
    await Promise.all(
      jars.map(jar =>
        workshop.perform(em => {
          for (let coins = 1; coins <= 50; coins++) jar.add(coins);
          em.persist(jar);
        }),
      ),
    );
    await queueIsDrained();
    const [counts] = await workshop.rows(
      `select count(*)::int as published, count(distinct event_id)::int as events
       from workshop.publications join kernel.outbox on id = event_id where type = $1`,
      [CoinsAdded.type],
    );
    expect(counts).toEqual({ published: 500, events: 500 });
    const [effects] = await workshop.rows(
      'select count(*)::int as effects, count(distinct (event_id, reaction))::int as distinct from workshop.tallies',
    );
    expect(effects).toEqual({ effects: 1_000, distinct: 1_000 });
  });

  it('reaches its reactions though Redis forgot their jobs', async () => {
    const ran = await workshop.addCoins(await workshop.aJar());
    await reactedTo(ran);
    await workshop.queue.pause(true);
    const lost = await workshop.addCoins(await workshop.aJar());
    await eventually(async () => (await workshop.queue.getWaitingCount()) === 3);
    await forgetEverything(workshop.get(Environment).REDIS_URL);
    await workshop.queue.resume(true);

    const relay = workshop.get(OutboxRelay);
    expect(await relay.recoverLost()).toBe(0);
    await workshop.rows(`update kernel.outbox set published_at = published_at - interval '2 minutes'`);
    expect(await relay.recoverLost()).toBe(1);
    await reactedTo(lost);
    expect(await workshop.effectsOf(lost)).toEqual(ONCE_EACH);
    expect(await workshop.effectsOf(ran)).toEqual(ONCE_EACH);
    expect(await relay.recoverLost()).toBe(0);
  });

  it('that names a person is forgotten once every reaction to it has run, and no sooner', async () => {
    workshop.broken.add('audit-on-coins-added');
    const eventId = await workshop.addCoins(await workshop.aJar());
    const other = await workshop.addCoins(await workshop.aJar());
    await workshop.rows('update kernel.outbox set personal = true where id = $1', [eventId]);
    await eventually(async () => (await workshop.effectsOf(eventId))['tally-on-coins-added']);
    expect(await keptAfterUpkeep([eventId, other])).toEqual([eventId, other]);

    workshop.broken.clear();
    await Promise.all([reactedTo(eventId), reactedTo(other)]);
    expect(await keptAfterUpkeep([eventId, other])).toEqual([other]);
  });

  async function keptAfterUpkeep(eventIds: string[]): Promise<string[]> {
    await workshop.get(EventUpkeep).forgetPersonal();
    const kept = await workshop.rows<{ id: string }>('select id from kernel.outbox where id = any($1) order by id', [
      eventIds,
    ]);
    return kept.map(({ id }) => id);
  }

  it('is relayed by polling when the listener is gone, which comes back', async () => {
    const listeners = `select pid from pg_stat_activity where datname = current_database() and query like 'listen %'`;
    const [former] = await workshop.rows<{ pid: number }>(listeners);
    await workshop.rows('select pg_terminate_backend($1)', [former?.pid]);
    const eventId = await workshop.addCoins(await workshop.aJar());
    await reactedTo(eventId);
    const [present] = await eventually(async () => {
      const rows = await workshop.rows<{ pid: number }>(listeners);
      return rows.length > 0 && rows;
    });
    expect(present?.pid).not.toBe(former?.pid);
  });

  it('carries the trace of the command to its reactions and to the events of theirs', async () => {
    const jarId = await workshop.aJar();
    const trace = traceFrom(undefined);
    const eventId = await withTrace(trace, () => workshop.addCoins(jarId));
    await reactedTo(eventId);
    expect(
      await workshop.rows('select distinct trace_id from workshop.tallies where event_id = $1', [eventId]),
    ).toEqual([{ trace_id: trace.traceId }]);
    const caused = await workshop.rows<{ traceparent: string }>(
      `select traceparent from kernel.outbox where payload ->> 'eventId' = $1`,
      [eventId],
    );
    expect(caused.map(({ traceparent }) => traceFrom(traceparent).traceId)).toEqual([trace.traceId, trace.traceId]);
  });
});

/** What Bull does half a minute after a worker fell silent: its lock has expired, and two checks in a row have seen that. */
async function declareDead(job: Job): Promise<void> {
  const { queue } = job as unknown as { queue: Job['queue'] & { moveUnlockedJobsToWait(): Promise<void> } };
  for (const _ of ['noticed', 'moved']) {
    await queue.client.del(queue.toKey('stalled-check'), `${queue.toKey(String(job.id))}:lock`);
    await queue.moveUnlockedJobsToWait();
  }
}

async function forgetEverything(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  await redis.quit();
}
