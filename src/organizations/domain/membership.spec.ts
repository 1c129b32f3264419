import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { MemberJoined, MemberLeft, MemberRoleChanged } from '../organizations.contract.ts';
import { aMember, NOON } from '../testing/organizations.ts';
import { Membership } from './membership.ts';
import { ORGANIZATION_ROLES } from './permissions.ts';

describe('A member', () => {
  it('joins, and it is told', () => {
    const [organizationId, userId] = [newId(), newId()];
    const member = Membership.join(newId(), organizationId, userId, 'admin', NOON);
    expect(member.pullEvents()).toEqual([new MemberJoined(organizationId, userId, 'admin')]);
  });

  it('changes roles, and the same role changes nothing', () => {
    const member = aMember('member');
    member.changeRole('admin', 1);
    member.changeRole('admin', 1);
    expect(member.role).toBe('admin');
    expect(member.pullEvents()).toEqual([new MemberRoleChanged(member.organizationId, member.userId, 'admin')]);
  });

  it('leaves, and it is told', () => {
    const member = aMember('member');
    member.leave(1);
    expect(member.pullEvents()).toEqual([new MemberLeft(member.organizationId, member.userId)]);
  });

  it('neither leaves nor steps down as the only owner', () => {
    const owner = aMember('owner');
    const needsOwner = expect.objectContaining({ code: 'organization_needs_owner' });
    expect(() => owner.leave(1)).toThrow(needsOwner);
    for (const role of ['admin', 'member'] as const) expect(() => owner.changeRole(role, 1)).toThrow(needsOwner);
    expect(() => owner.changeRole('owner', 1)).not.toThrow();
    expect(owner.role).toBe('owner');
    expect(owner.pullEvents()).toEqual([]);
  });

  it('is gone with their account, whatever they were', () => {
    const owner = aMember('owner');
    owner.vanish();
    expect(owner.pullEvents()).toEqual([new MemberLeft(owner.organizationId, owner.userId)]);
  });

  it('leaves an owner behind, whatever all of them do', () => {
    const act = fc.record({
      member: fc.nat({ max: 4 }),
      to: fc.constantFrom(...ORGANIZATION_ROLES, 'gone' as const),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), acts => {
        const members = new Map([0, 1, 2, 3, 4].map(place => [place, aMember(place < 2 ? 'owner' : 'member')]));
        const owners = () => [...members.values()].filter(({ role }) => role === 'owner').length;
        for (const { member, to } of acts) {
          try {
            if (to !== 'gone') members.get(member)?.changeRole(to, owners());
            else {
              members.get(member)?.leave(owners());
              members.delete(member);
            }
          } catch (error) {
            expect(error).toMatchObject({ code: 'organization_needs_owner' });
          }
          expect(owners()).toBeGreaterThan(0);
        }
      }),
    );
  });
});
