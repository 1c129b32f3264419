import { randomBytes } from 'node:crypto';
import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { ApiKey } from '../domain/api-key.ts';
import { aUser, NOON } from '../testing/users.ts';
import { apiKeyMapping } from './api-key.mapping.ts';
import { userMapping } from './user.mapping.ts';

describe('The mapping of an API key', () => {
  it.each([
    ['expires and is revoked', new Date('2026-04-01T12:00:00.123Z'), new Date('2026-03-02T12:00:00.456Z')],
    ['lives on', null, null],
  ])('brings every field back of one that %s', async (_, expiresAt, revokedAt) => {
    const [user, hash] = [aUser(), randomBytes(32)];
    const scopes = ['courses:author', 'account:read'] as const;
    const key = new ApiKey(newId(), user.id, 'Export, "Ä"', 'azora_abc', hash, [...scopes], NOON, expiresAt, revokedAt);
    const loaded = await stored(apiKeyMapping, key, [userMapping, user]);
    expect({ ...loaded, hash: Buffer.from(loaded.hash) }).toEqual({ ...key });
    expect(loaded).toBeInstanceOf(ApiKey);
    expect(loaded.revokedAt).toEqual(revokedAt);
  });
});
