import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Redis } from 'ioredis';
import { Azora, startApp } from '../../../test/support/azora.ts';
import { Client } from '../../../test/support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { anInstructor, type Person } from '../../../test/support/people.ts';
import { anEmptyRedis } from '../testing/an-empty-redis.ts';

const ROUNDS = 10;

describe('The caches of two processes', () => {
  let azora: Azora;
  let other: NestFastifyApplication;
  let elsewhere: Client;
  let redis: Redis;
  let instructor: Person;
  let course: PublishedCourse;

  beforeAll(async () => {
    const REDIS_URL = await anEmptyRedis();
    redis = new Redis(REDIS_URL);
    azora = await Azora.start({ environment: { REDIS_URL, WORKERS: 'off' } });
    instructor = await anInstructor(azora);
    course = await aPublishedCourse(instructor);
  });

  beforeEach(async () => {
    other = await startApp(azora.environment);
    elsewhere = new Client(await other.getUrl());
  });

  afterEach(() => other.close());

  afterAll(async () => {
    redis.disconnect();
    await azora.stop();
  });

  async function rename(title: string): Promise<void> {
    const offer = { title, summary: 'Changed.', price: { amount: 100, currency: 'USD' } };
    expect(await instructor.api.put(`/api/courses/${course.id}`, offer)).toMatchObject({ status: 200 });
  }

  async function titlesElsewhere(): Promise<string[]> {
    const [one, list] = await Promise.all([
      elsewhere.get(`/api/courses/${course.slug}`),
      elsewhere.get('/api/courses/list'),
    ]);
    return [one.body.title, list.body.items[0].title];
  }

  /** Those who would not hear of a change after this. */
  async function subscribers(): Promise<string[]> {
    const clients = String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).split('\n');
    return clients
      .filter(client => client.includes(` db=${redis.options.db} `))
      .map(client => /^id=(\d+)/.exec(client)?.[1] ?? '');
  }

  it('show a change made in one in the very next read of the other', async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      await titlesElsewhere();
      await rename(`Round ${round}`);
      expect(await titlesElsewhere()).toEqual([`Round ${round}`, `Round ${round}`]);
    }
  });

  it('show the change though reads of the other go on all the while', async () => {
    let reading = true;
    const readers = Array.from({ length: 4 }, async () => {
      while (reading) await titlesElsewhere();
    });
    for (let round = 1; round <= ROUNDS; round++) {
      await rename(`Busy round ${round}`);
      expect(await titlesElsewhere()).toEqual([`Busy round ${round}`, `Busy round ${round}`]);
    }
    reading = false;
    await Promise.all(readers);
  });

  it('show the change though one of them may not listen', async () => {
    await redis.call('ACL', 'SETUSER', 'deaf', 'on', 'nopass', '~*', '&*', '+@all', '-subscribe');
    const deafUrl = new URL(azora.environment.REDIS_URL);
    deafUrl.username = 'deaf';
    deafUrl.password = 'anything';
    const deaf = await startApp({ ...azora.environment, REDIS_URL: deafUrl.href });
    try {
      elsewhere = new Client(await deaf.getUrl());
      for (let round = 1; round <= ROUNDS; round++) {
        await titlesElsewhere();
        await rename(`Unheard ${round}`);
        expect(await titlesElsewhere()).toEqual([`Unheard ${round}`, `Unheard ${round}`]);
      }
    } finally {
      await deaf.close();
      await redis.call('ACL', 'DELUSER', 'deaf');
    }
  });

  it('show the change though the connections to Redis are cut', async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      await eventually(async () => (await subscribers()).length === 2);
      await titlesElsewhere();
      for (const id of await subscribers()) await redis.client('KILL', 'ID', id);
      await rename(`Cut ${round}`);
      expect(await titlesElsewhere()).toEqual([`Cut ${round}`, `Cut ${round}`]);
    }
  });
});
