import { newId } from '../../kernel/domain/ids.ts';
import { InvitationIssued } from '../organizations.contract.ts';
import { anInvitation, anOrganization, NOON } from '../testing/organizations.ts';
import { Invitation } from './invitation.ts';

const A_WEEK_LATER = new Date('2026-03-08T12:00:00.000Z');
const JUST_IN_TIME = new Date(A_WEEK_LATER.getTime() - 1);
const closed = expect.objectContaining({ code: 'invitation_closed' });

describe('An invitation', () => {
  it('asks for a mail that says to what and as what', () => {
    const organization = anOrganization('Analytical Engines');
    const offer = { role: 'admin', invitedBy: newId(), inviteeId: null } as const;
    const invitation = Invitation.issue(newId(), organization, 'ada@example.org', offer, NOON);
    expect(invitation.pullEvents()).toEqual([
      new InvitationIssued(invitation.id, organization.id, 'Analytical Engines', 'ada@example.org', 'admin'),
    ]);
    expect(invitation.expiresAt).toEqual(A_WEEK_LATER);
  });

  it('is good for a week and not for a moment more', () => {
    expect(() => anInvitation().accept(newId(), JUST_IN_TIME)).not.toThrow();
    expect(() => anInvitation().accept(newId(), A_WEEK_LATER)).toThrow(closed);
  });

  it('is good for another week once renewed, as what it says now, and is mailed again', () => {
    const organization = anOrganization();
    const invitation = anInvitation(organization);
    const [invitedBy, inviteeId] = [newId(), newId()];
    invitation.renew(organization, { role: 'admin', invitedBy, inviteeId }, A_WEEK_LATER);
    expect(invitation).toMatchObject({ role: 'admin', invitedBy, invitedAt: A_WEEK_LATER });
    expect(invitation.pullEvents()).toHaveLength(1);
    expect(() => invitation.accept(inviteeId, new Date('2026-03-15T11:59:59.999Z'))).not.toThrow();
  });

  it('is accepted once, and knows by whom', () => {
    const invitation = anInvitation();
    const [ada, eve] = [newId(), newId()];
    invitation.accept(ada, NOON);
    for (const person of [ada, eve]) expect(() => invitation.accept(person, NOON)).toThrow(closed);
    expect([invitation.isAcceptedBy(ada), invitation.isAcceptedBy(eve)]).toEqual([true, false]);
  });

  it('is worth nothing once revoked, and revoking it again changes nothing', () => {
    const invitation = anInvitation();
    expect([invitation.revoke(NOON), invitation.revoke(NOON)]).toEqual([true, false]);
    expect(() => invitation.accept(newId(), NOON)).toThrow(closed);
  });

  it('can not be revoked once it was accepted', () => {
    const invitation = anInvitation();
    invitation.accept(newId(), NOON);
    expect(() => invitation.revoke(NOON)).toThrow(closed);
  });
});
