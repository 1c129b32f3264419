import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { SigningKey } from '../domain/signing-key.ts';
import { NOON } from '../testing/users.ts';
import { signingKeyMapping } from './signing-key.mapping.ts';

describe('The mapping of a signing key', () => {
  it('brings every field back', async () => {
    const key = new SigningKey(newId(), { kty: 'EC', crv: 'P-256', x: 'x-x_', y: 'y-y_' }, 'sealed', NOON);
    const loaded = await stored(signingKeyMapping, key);
    expect({ ...loaded }).toEqual({ ...key });
    expect(loaded).toBeInstanceOf(SigningKey);
  });
});
