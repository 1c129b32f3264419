import { jest } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { type Account, anAccount, logIn } from '../testing/accounts.ts';

/** Every line that is logged of a request, as it is handed to the logger. */
const written = jest.spyOn(PinoLogger.prototype, 'info');

describe('The log has a line of each request', () => {
  let azora: Azora;
  let account: Account;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', TRUSTED_PROXIES: '127.0.0.1' } });
    account = await anAccount(azora);
  });

  beforeEach(() => written.mockClear());

  afterAll(() => azora.stop());

  const address = '203.0.113.7';

  /** The one line; it is written once the answer is on its way. */
  function line(): Promise<object> {
    return eventually(() => written.mock.calls.map(([fields]) => fields as object)[0]);
  }

  it('that failed to sign in: from where, and nothing of what was typed', async () => {
    await logIn(azora.api.with({ 'x-forwarded-for': address }), account.email, 'a wrong guess');
    expect(await line()).toEqual({
      ...{ method: 'POST', route: '/api/auth/login', status: 401, address },
      ...{ ms: expect.any(Number), userId: undefined },
    });
  });

  it('that was put off: from where', async () => {
    for (let time = 0; time < 7; time += 1) await logIn(azora.api, 'nobody@example.org', 'a wrong guess');
    await eventually(() => written.mock.calls.length === 7);
    expect(written.mock.calls.at(-1)?.[0]).toMatchObject({
      route: '/api/auth/login',
      status: 429,
      address: '127.0.0.1',
    });
  });

  it('that asked for what its user may not have: who, what, and from where', async () => {
    await account.api.with({ 'x-forwarded-for': address }).get('/api/admin/users');
    expect(await line()).toMatchObject({ route: '/api/admin/users', status: 403, userId: account.id, address });
  });

  it('that was served: who and what, and not from where', async () => {
    await account.api.with({ 'x-forwarded-for': address }).get('/api/me?secret=1');
    const served = await line();
    expect(served).toMatchObject({ method: 'GET', route: '/api/me', status: 200, userId: account.id });
    expect(served).not.toHaveProperty('address');
  });
});
