import { Azora } from '../../../test/support/azora.ts';
import { aLearner } from '../../../test/support/people.ts';
import { AuditLog } from '../../identity/audit.contract.ts';
import { aStoredMember, aStoredOrganization, tokenOf } from '../testing/members.ts';
import { RememberedActs } from '../testing/remembered-acts.ts';

describe('What happens in an organization', () => {
  let azora: Azora;
  const remembered = new RememberedActs();
  const { acts } = remembered;

  beforeAll(async () => {
    azora = await Azora.start({
      environment: { WORKERS: 'off' },
      override: builder => builder.overrideProvider(AuditLog).useValue(remembered),
    });
  });

  afterAll(() => azora.stop());

  it('is in the audit log act by act, with the state before and after', async () => {
    const { id, path, owner } = await aStoredOrganization(azora, 'Analytical Engines');
    const ada = await aLearner(azora);
    const from = acts.length;
    await owner.api.send('PATCH', path, { name: 'Difference Engines' });
    const { body: withdrawn } = await owner.api.post(`${path}/invitations`, { email: 'x@example.org', role: 'admin' });
    await owner.api.send('DELETE', `${path}/invitations/${withdrawn.id}`);
    const { body: invitation } = await owner.api.post(`${path}/invitations`, { email: ada.email, role: 'member' });
    await ada.api.post('/api/invitations/accept', { token: tokenOf(azora, invitation.id) });
    await owner.api.put(`${path}/members/${ada.id}`, { role: 'admin' });
    await ada.api.send('DELETE', `${path}/members/${ada.id}`);

    const [ofInvited, ofWithdrawn] = [`invitation:${invitation.id}`, `invitation:${withdrawn.id}`];
    const ofAda = `membership:${id}/${ada.id}`;
    const [toAda, toX] = [
      { organizationId: id, role: 'member' },
      { organizationId: id, role: 'admin' },
    ];
    expect(acts[from - 1]).toEqual({
      action: 'organizations.created',
      subject: `organization:${id}`,
      after: { name: 'Analytical Engines' },
    });
    expect(acts.slice(from)).toEqual([
      {
        action: 'organizations.renamed',
        subject: `organization:${id}`,
        before: { name: 'Analytical Engines' },
        after: { name: 'Difference Engines' },
      },
      { action: 'organizations.invited', subject: ofWithdrawn, after: toX },
      { action: 'organizations.invitation_revoked', subject: ofWithdrawn, before: toX },
      { action: 'organizations.invited', subject: ofInvited, after: toAda },
      {
        action: 'organizations.invitation_accepted',
        subject: ofInvited,
        after: { organizationId: id, userId: ada.id, role: 'member' },
      },
      {
        action: 'organizations.member_role_changed',
        subject: ofAda,
        before: { role: 'member' },
        after: { role: 'admin' },
      },
      { action: 'organizations.member_removed', subject: ofAda, before: { role: 'admin' } },
    ]);
  });

  it('is not in the audit log when it was refused, or changed nothing', async () => {
    const organization = await aStoredOrganization(azora);
    const { owner, path } = organization;
    const ada = await aStoredMember(azora, organization);
    const { body: invitation } = await owner.api.post(`${path}/invitations`, { email: 'x@example.org', role: 'admin' });
    await owner.api.send('DELETE', `${path}/invitations/${invitation.id}`);
    const before = [...acts];
    await owner.api.send('PATCH', path, { name: 'Analytical Engines' });
    await owner.api.put(`${path}/members/${ada.id}`, { role: 'member' });
    await owner.api.put(`${path}/members/${owner.id}`, { role: 'member' });
    await owner.api.send('DELETE', `${path}/members/${owner.id}`);
    await owner.api.send('DELETE', `${path}/invitations/${invitation.id}`);
    await owner.api.post(`${path}/invitations`, { email: ada.email, role: 'member' });
    await ada.api.send('PATCH', path, { name: 'Mine' });
    await ada.api.post(`${path}/invitations`, { email: 'y@example.org', role: 'member' });
    expect(acts).toEqual(before);
  });
});
