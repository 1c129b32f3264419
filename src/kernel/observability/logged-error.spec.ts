import { Writable } from 'node:stream';
import { pino } from 'pino';
import { loggedError } from './logged-error.ts';

describe('An error in a line of the log', () => {
  function lineOf(error: unknown) {
    let line = '';
    const stream = new Writable({ write: (chunk, _, done) => done(void (line += chunk)) });
    pino({ serializers: { error: loggedError } }, stream).error({ paymentId: '1', error }, 'Failed');
    return JSON.parse(line);
  }

  it('tells what happened and where, and nothing that it carries besides', () => {
    const error = Object.assign(new RangeError('Too far'), { headers: { authorization: 'Bearer secret' } });
    const line = lineOf(error);
    expect(line.error).toEqual({ type: 'RangeError', message: 'Too far', stack: error.stack });
    expect(line).toMatchObject({ paymentId: '1', msg: 'Failed' });
  });

  it('stays what it is when it is a text', () => {
    expect(lineOf('Too far').error).toBe('Too far');
  });
});
