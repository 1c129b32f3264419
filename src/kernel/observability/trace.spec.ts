import { setImmediate } from 'node:timers/promises';
import { actAs, currentTrace, traceFrom, withTrace } from './trace.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('The trace of the present work', () => {
  it('is the one that a traceparent names', () => {
    expect(traceFrom(`00-${TRACE}-00f067aa0ba902b7-01`).traceId).toBe(TRACE);
  });

  it.each([
    undefined,
    null,
    '',
    'garbage',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
  ])('is a new one for the traceparent %j', traceparent => {
    const [one, other] = [traceFrom(traceparent), traceFrom(traceparent)];
    expect(one.traceId).toMatch(/^[\da-f]{32}$/);
    expect(one.traceId).not.toBe(TRACE);
    expect(one.traceId).not.toBe(other.traceId);
  });

  it('comes from an address when a client began it, and otherwise from none', () => {
    expect(withTrace(traceFrom(undefined, '203.0.113.7'), currentTrace)?.address).toBe('203.0.113.7');
    expect(withTrace(traceFrom(undefined), currentTrace)?.address).toBeUndefined();
  });

  it('knows who acts everywhere, whoever found it out', async () => {
    await withTrace(traceFrom(undefined), async () => {
      expect(currentTrace()?.actor).toBeUndefined();
      await setImmediate().then(() => actAs({ userId: 'ada', apiKeyId: 'key' }));
      expect(currentTrace()?.actor).toEqual({ userId: 'ada', apiKeyId: 'key' });
    });
  });

  it('is not mixed up with that of other work at the same time', async () => {
    const work = async (userId: string) => {
      await setImmediate();
      actAs({ userId });
      await setImmediate();
      return currentTrace();
    };
    const users = Array.from({ length: 20 }, (_, index) => `user-${index}`);
    const traces = await Promise.all(users.map(user => withTrace(traceFrom(undefined, user), () => work(user))));
    expect(traces.map(trace => [trace?.address, trace?.actor?.userId])).toEqual(users.map(user => [user, user]));
  });

  it('is nobody’s business outside of any work', () => {
    actAs({ userId: 'ada' });
    expect(currentTrace()).toBeUndefined();
  });
});
