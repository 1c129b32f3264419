import { once } from 'node:events';
import { connect } from 'node:net';
import { CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import type { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aLearner, anAdmin, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { encodeCursor } from '../../kernel/http/page.ts';
import { auditPageView } from '../queries/audit.view.ts';
import { Act, startWithActs } from '../testing/acts.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('The audit log over HTTP', () => {
  let azora: Azora;
  let admin: Person;
  let learner: Person;

  beforeAll(async () => {
    azora = await startWithActs();
    [admin, learner] = await Promise.all([anAdmin(azora), aLearner(azora)]);
  });

  afterAll(() => azora.stop());

  function list(filter: Record<string, string | number>): Promise<Answer> {
    return admin.api.get(
      `/api/admin/audit?${new URLSearchParams(Object.entries(filter).map(([key, value]) => [key, `${value}`]))}`,
    );
  }

  async function lines(filter: Record<string, string | number>) {
    const { status, body } = await list(filter);
    expect(status).toBe(200);
    return auditPageView.parse(body).items;
  }

  function perform(act: Partial<Act['act']>): Promise<void> {
    return azora.app.get(CommandBus).execute(new Act({ action: 'test.acted', subject: 'thing:1', ...act }));
  }

  async function sendAndVanish(path: string, body: string): Promise<void> {
    const { hostname, port } = new URL(azora.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: azora\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    socket.resetAndDestroy();
  }

  describe('tells of an act', () => {
    it('who did it, from where, and under which request', async () => {
      const subject = `thing:${newId()}`;
      const traced = learner.api.with({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
      expect((await traced.post('/api/acts/signed-in', { subject })).status).toBe(201);
      expect(await lines({ subject })).toEqual([
        {
          id: expect.any(String),
          occurredAt: expect.any(String),
          actor: `user:${learner.id}`,
          apiKeyId: null,
          onBehalfOf: null,
          action: 'identity.acted',
          subject,
          address: '127.0.0.1',
          traceId: TRACE,
          before: null,
          after: null,
        },
      ]);
    });

    it('that a visitor did it, who had not signed in', async () => {
      const subject = `thing:${newId()}`;
      await azora.api.post('/api/acts/anyone', { subject });
      expect(await lines({ subject })).toMatchObject([{ actor: 'visitor', address: '127.0.0.1' }]);
    });

    it('the trace id that a problem told the client', async () => {
      const subject = `thing:${newId()}`;
      const answer = await learner.api.post('/api/acts/signed-in', { subject, refused: true });
      expectProblem(answer, 409, 'concurrent_change');
      expect(await lines({ subject })).toMatchObject([{ traceId: answer.body.traceId }]);
    });

    it('nothing when it was refused at the door', async () => {
      const subject = `thing:${newId()}`;
      expectProblem(await azora.api.post('/api/acts/signed-in', { subject }), 401, 'unauthenticated');
      expect(await lines({ subject })).toEqual([]);
    });

    it('never without an address: of a client that is gone before it is heard, nothing is done', async () => {
      const subject = `thing:${newId()}`;
      const body = JSON.stringify({ subject });
      for (let count = 0; count < 20; count += 1) await sendAndVanish('/api/acts/anyone', body);
      await azora.api.post('/api/acts/anyone', { subject });
      const addresses = (await lines({ subject })).map(({ address }) => address);
      expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
    });

    it('no other person’s name, however many act at once over the same connections', async () => {
      const people = [learner, admin];
      const acts = Array.from({ length: 40 }, (_, index) => people[index % 2] as Person);
      const run = newId();
      await Promise.all(
        acts.map(({ id, api }, index) => api.post('/api/acts/signed-in', { subject: `run:${run}:${index}:${id}` })),
      );
      for (const [index, { id }] of acts.entries())
        expect(await lines({ subject: `run:${run}:${index}:${id}` })).toMatchObject([{ actor: `user:${id}` }]);
    });
  });

  describe('finds', () => {
    const actor = newId();
    const subjects = Array.from({ length: 3 }, () => `thing:${newId()}`);

    beforeAll(async () => {
      for (const subject of subjects) await perform({ subject, actor });
      await perform({ subject: subjects[0], action: 'test.undone', after: { undone: true } });
      await perform({ subject: subjects[0], action: 'test_more.acted' });
    });

    it('what a user did, and what was done to a subject', async () => {
      const byActor = await lines({ actor: `user:${actor}` });
      expect(byActor.map(({ subject }) => subject)).toEqual(subjects.toReversed());
      const ofSubject = await lines({ subject: subjects[0] as string });
      expect(ofSubject.map(({ action }) => action)).toEqual(['test_more.acted', 'test.undone', 'test.acted']);
    });

    it('one action, or those of a context and of no other that begins like it', async () => {
      const subject = subjects[0] as string;
      const actions = async (action: string) => (await lines({ subject, action })).map(line => line.action);
      expect(await actions('test.undone')).toEqual(['test.undone']);
      expect(await actions('test.')).toEqual(['test.undone', 'test.acted']);
      expect(await actions('test_.')).toEqual([]);
      expect(await actions('test.act')).toEqual([]);
    });

    it('what was done from a moment on, and before another', async () => {
      const subject = `thing:${newId()}`;
      await rowsOf(
        azora,
        `insert into identity.audit_log (id, occurred_at, actor, action, subject)
         select gen_random_uuid(), day, 'system', 'test.acted', $1 from generate_series('2026-01-01Z'::timestamptz, '2026-01-04Z', '1 day') day`,
        [subject],
      );
      const days = async (filter: Record<string, string>) =>
        (await lines({ subject, ...filter })).map(({ occurredAt }) => occurredAt.slice(0, 10));
      expect(await days({ from: '2026-01-03T00:00:00Z' })).toEqual(['2026-01-04', '2026-01-03']);
      expect(await days({ to: '2026-01-02T00:00:00Z' })).toEqual(['2026-01-01']);
      expect(await days({ from: '2026-01-02T05:30:00+05:30', to: '2026-01-02T19:00:00.001-05:00' })).toEqual([
        '2026-01-03',
        '2026-01-02',
      ]);
    });

    it.each([
      ['actor', `user:${newId()}`],
      ['subject', 'thing:none'],
      ['action', 'none.done'],
    ])('nothing where nothing is, by %s', async (name, value) => {
      expect(await list({ [name]: value })).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
    });
  });

  it('comes page by page, newest first, without a gap or a repeat while others act', async () => {
    const subject = `thing:${newId()}`;
    for (let count = 0; count < 12; count += 1) await perform({ subject });
    // Many of them at the very same moment, across the edges of pages.
    await rowsOf(
      azora,
      `insert into identity.audit_log (id, occurred_at, actor, action, subject)
       select gen_random_uuid(), (select max(occurred_at) from identity.audit_log where subject = $1), 'system', 'test.acted', $1
       from generate_series(1, 12)`,
      [subject],
    );
    const before = (await lines({ subject, limit: 100 })).map(({ id }) => id);
    expect(before).toHaveLength(24);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async limit => {
        const seen: string[] = [];
        let cursor: string | null = '';
        while (cursor !== null) {
          const { body } = await list({ subject, limit, ...(cursor && { cursor }) });
          const page = auditPageView.parse(body);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
          await perform({ subject });
        }
        expect(seen.slice(-24)).toEqual(before);
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ['actor', ['', newId(), 'user:', 'user:1', 'SYSTEM', 'system\n']],
    ['subject', ['', 'a\u0000b', 'x'.repeat(201)]],
    ['action', ['', 'acted', '.acted', 'test.%', 'test..', 'test.acted\u0000', `${'x'.repeat(100)}.`]],
    [
      'from',
      [
        '',
        'yesterday',
        '2026-01-01',
        '2026-02-30T00:00:00Z',
        '0000-01-01T00:00:00Z',
        'infinity',
        '2026-01-01T00:00:00+23:00',
      ],
    ],
    ['to', ['now()', '2026-01-01T00:00:00', '12026-01-01T00:00:00Z']],
    [
      'cursor',
      [
        'abc',
        encodeCursor(['infinity', newId()]),
        encodeCursor([newId()]),
        encodeCursor(['2026-01-01T00:00:00Z', 'x']),
      ],
    ],
    ['limit', ['0', '101', 'ten']],
    ['address', ['127.0.0.1']],
  ])('refuses a filter by %s that can not be', async (name, values) => {
    for (const value of values) expectProblem(await list({ [name]: value }), 422, 'invalid_input');
  });
});
