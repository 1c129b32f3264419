import { ApiKey, SCOPES } from './api-key.ts';
import { PERMISSIONS } from './permissions.ts';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const LATER = new Date('2026-03-01T13:00:00.000Z');

describe('An API key', () => {
  it('stays revoked since it was revoked first', () => {
    const key = new ApiKey('1', '2', 'Export', 'azora_abc', Buffer.alloc(32), ['account:read'], NOON, null, null);
    key.revoke(NOON);
    key.revoke(LATER);
    expect(key.revokedAt).toEqual(NOON);
  });

  it('can be made for nothing that would let it outlive the wish of its owner, nor for managing others', () => {
    const withheld = Object.keys(PERMISSIONS).filter(permission => !(SCOPES as readonly string[]).includes(permission));
    expect(withheld).toEqual([
      'courses:moderate',
      'courses:import',
      'courses:split',
      'payments:refund',
      'payouts:own',
      'payouts:run',
      'finance:reconcile',
      'account:manage',
      'users:manage',
      'audit:read',
      'signing-keys:rotate',
    ]);
  });
});
