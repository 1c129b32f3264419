import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Proof, type ProofPurpose } from '../domain/proof.ts';
import { NOON } from '../testing/users.ts';
import { proofMapping } from './proof.mapping.ts';

describe('The mapping of a proof', () => {
  it.each<[ProofPurpose, Date | null]>([
    ['verify-email', null],
    ['reset-password', new Date('2026-03-01T12:00:01.234Z')],
    ['prove-human', null],
  ])('brings every field back of one to %s, used at %j', async (purpose, usedAt) => {
    const proof = new Proof(newId(), purpose, 'ada@example.org', NOON, usedAt);
    const loaded = await stored(proofMapping, proof);
    expect({ ...loaded }).toEqual({ ...proof });
    expect(loaded).toBeInstanceOf(Proof);
    expect(loaded.usedAt).toEqual(usedAt);
  });
});
