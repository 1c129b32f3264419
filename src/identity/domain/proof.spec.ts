import { ProofRequested } from '../identity.contract.ts';
import { LinkInvalid } from './account.errors.ts';
import { Proof } from './proof.ts';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const ONE_O_CLOCK = new Date('2026-03-01T13:00:00.000Z');
const JUST_AFTER_ONE = new Date('2026-03-01T13:00:00.001Z');

function aProof(userId: string | null = '2'): Proof {
  return Proof.request('1', 'reset-password', 'ada@example.org', userId, NOON);
}

describe('A proof that somebody reads mail', () => {
  it('is announced, so that a link is mailed', () => {
    expect(aProof().pullEvents()).toEqual([new ProofRequested('1', 'reset-password', 'ada@example.org', '2')]);
  });

  it('is the same for an address without an account', () => {
    const [known, unknown] = [aProof(), aProof(null)];
    for (const proof of [known, unknown]) proof.pullEvents();
    expect(unknown).toEqual(known);
  });

  it('counts for an hour', () => {
    const proof = aProof();
    proof.use(ONE_O_CLOCK);
    expect(proof.usedAt).toEqual(ONE_O_CLOCK);
    expect(() => aProof().use(JUST_AFTER_ONE)).toThrow(LinkInvalid);
  });

  it('counts once', () => {
    const proof = aProof();
    proof.use(NOON);
    expect(() => proof.use(NOON)).toThrow(LinkInvalid);
    expect(proof.usedAt).toEqual(NOON);
  });

  it('stays unused when it is too old', () => {
    const proof = aProof();
    expect(() => proof.use(JUST_AFTER_ONE)).toThrow(LinkInvalid);
    expect(proof.usedAt).toBeNull();
  });
});
