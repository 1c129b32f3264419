import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Organization } from '../domain/organization.ts';
import { organizationMapping } from './organization.mapping.ts';

describe('The mapping of an organization', () => {
  it('brings every field back', async () => {
    const organization = new Organization(newId(), newId(), new Date('2026-03-01T12:00:00.123Z'), 'Engines 🙂 & Söhne');
    const loaded = await stored(organizationMapping, organization);
    expect({ ...loaded }).toEqual({ ...organization });
    expect(loaded).toBeInstanceOf(Organization);
    expect(loaded.name).toBe('Engines 🙂 & Söhne');
  });
});
