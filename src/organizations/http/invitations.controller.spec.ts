import { CommandBus } from '@nestjs/cqrs';
import { Azora, unique } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aLearner, type Person, verified } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { LinkTokens } from '../../identity/link-tokens.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AcceptInvitation } from '../commands/accept-invitation.ts';
import { Invite } from '../commands/invite.ts';
import { MOST_INVITATIONS } from '../domain/organization.ts';
import { membershipView } from '../organizations.contract.ts';
import { invitationPageView, invitationView } from '../queries/invitation.view.ts';
import { aStoredMember, aStoredOrganization, type StoredOrganization, tokenOf } from '../testing/members.ts';

const WEEK_MS = 7 * 86_400_000;

describe('Invitations over HTTP', () => {
  let azora: Azora;
  /** An address that nobody has invited before: each may be five times an hour. */
  let invited: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  beforeEach(() => {
    invited = `${unique('new')}@example.org`;
  });

  afterAll(() => azora.stop());

  function invite(actor: Person, { path }: StoredOrganization, email: string, role = 'member') {
    return actor.api.post(`${path}/invitations`, { email, role });
  }

  function accept(person: Person, invitationId: string) {
    return person.api.post('/api/invitations/accept', { token: tokenOf(azora, invitationId) });
  }

  function revoke(actor: Person, { path }: StoredOrganization, invitationId: string) {
    return actor.api.send('DELETE', `${path}/invitations/${invitationId}`);
  }

  async function listed({ owner, path }: StoredOrganization) {
    return invitationPageView.parse((await owner.api.get(`${path}/invitations?limit=100`)).body).items;
  }

  async function mailed(invitationId: string): Promise<object[]> {
    const told = (await eventsOf(azora, 'organizations.invitation_issued')) as { invitationId: string }[];
    return told.filter(event => event.invitationId === invitationId);
  }

  function membershipsOf({ id }: StoredOrganization, person: Person) {
    return rowsOf<{ role: string }>(
      azora,
      'select role from organizations.memberships where organization_id = $1 and user_id = $2',
      [id, person.id],
    );
  }

  describe('that are made', () => {
    it('are listed, good for a week, and mailed', async () => {
      const organization = await aStoredOrganization(azora, 'Difference Engines');
      const { owner } = organization;
      const { status, body } = await invite(owner, organization, invited, 'admin');
      expect(status).toBe(201);
      const invitation = invitationView.parse(body);
      expect(invitation).toMatchObject({ email: invited, role: 'admin', invitedBy: owner.id });
      expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.invitedAt)).toBe(WEEK_MS);
      expect(await listed(organization)).toEqual([invitation]);
      expect(await mailed(invitation.id)).toEqual([
        {
          invitationId: invitation.id,
          organizationId: organization.id,
          organizationName: 'Difference Engines',
          email: invited,
          role: 'admin',
        },
      ]);
    });

    it('to an address again, however it is written, renew the one that stands and mail it again', async () => {
      const organization = await aStoredOrganization(azora);
      const { body: first } = await invite(organization.owner, organization, invited);
      const { status, body: again } = await invite(organization.owner, organization, invited.toUpperCase(), 'admin');
      expect(status).toBe(201);
      expect(again).toMatchObject({ id: first.id, email: invited, role: 'admin' });
      expect(again.expiresAt > first.expiresAt).toBe(true);
      expect(await listed(organization)).toEqual([again]);
      expect(await mailed(first.id)).toHaveLength(2);
    });

    it('to one address at the same moment are one', async () => {
      const organization = await aStoredOrganization(azora);
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => invite(organization.owner, organization, invited)),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(await listed(organization)).toHaveLength(1);
    });

    it('mail an address five times an hour at most, whoever invites and in whatever spelling', async () => {
      const [one, other] = [await aStoredOrganization(azora), await aStoredOrganization(azora)];
      const spellings = [invited, invited.toUpperCase()];
      const answers = [];
      for (const organization of [one, other])
        for (const email of [...spellings, ...spellings])
          answers.push(await invite(organization.owner, organization, email));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 429, 429, 429]);
      expectProblem(answers.at(-1) as Answer, 429, 'rate_limited');
      expect((await invite(other.owner, other, `another-${invited}`)).status).toBe(201);
    });

    it('are fifty a day of one inviter, at the same moment too, and none are used up by a stranger', async () => {
      const [one, other] = [await aStoredOrganization(azora), await aStoredOrganization(azora)];
      for (let time = 0; time < 7; time += 1)
        expectProblem(await invite(other.owner, one, `0-${invited}`), 404, 'organization_not_found');
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, number) => invite(one.owner, one, `${number}-${invited}`)),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
    });

    it('are made by nobody whose own address is not verified', async () => {
      const eve = await aLearner(azora);
      const { body } = await eve.api.post('/api/organizations', { name: 'You have won' });
      const organization = { id: body.id, path: `/api/organizations/${body.id}`, owner: eve };
      expectProblem(await invite(eve, organization, invited), 403, 'address_not_verified');
      expect(await listed(organization)).toEqual([]);
      await verified(azora, eve);
      expect((await invite(eve, organization, invited)).status).toBe(201);
    });

    it('stand beside those of other organizations', async () => {
      const [one, other] = [await aStoredOrganization(azora), await aStoredOrganization(azora)];
      for (const organization of [one, other]) await invite(organization.owner, organization, invited);
      expect([await listed(one), await listed(other)]).toMatchObject([[{}], [{}]]);
    });

    it('look the same for an address with an account and for one without', async () => {
      const organization = await aStoredOrganization(azora);
      const somebody = await aLearner(azora);
      const known = await invite(organization.owner, organization, somebody.email);
      const unknown = await invite(organization.owner, organization, `${unique('nobody')}@example.org`);
      expect([known.status, Object.keys(known.body)]).toEqual([unknown.status, Object.keys(unknown.body)]);
      expect(Object.keys((await mailed(known.body.id))[0] ?? {})).toEqual(
        Object.keys((await mailed(unknown.body.id))[0] ?? {}),
      );
    });

    it('are refused for a member, however the address is written', async () => {
      const organization = await aStoredOrganization(azora);
      const member = await aStoredMember(azora, organization);
      for (const email of [member.email, member.email.toUpperCase(), organization.owner.email])
        expectProblem(await invite(organization.owner, organization, email), 409, 'member_already');
      expect(await listed(organization)).toEqual([]);
    });

    it('come page by page, latest first', async () => {
      const organization = await aStoredOrganization(azora);
      const { owner, path } = organization;
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c'])
        ids.unshift((await invite(owner, organization, `${name}@example.org`)).body.id);
      const first = invitationPageView.parse((await owner.api.get(`${path}/invitations?limit=2`)).body);
      const rest = (await owner.api.get(`${path}/invitations?limit=2&cursor=${first.nextCursor}`)).body;
      expect([...first.items, ...invitationPageView.parse(rest).items].map(({ id }) => id)).toEqual(ids);
    });

    it('are a hundred open ones at most; renewing one of them is no other', async () => {
      const organization = await aStoredOrganization(azora);
      const { id, owner } = organization;
      await rowsOf(
        azora,
        `insert into organizations.invitations (id, organization_id, email, role, invited_by, invited_at, expires_at)
         select gen_random_uuid(), $1, n || '@example.org', 'member', $2, $3, $3::timestamptz + interval '7 days'
         from generate_series(1, $4) n`,
        [id, owner.id, azora.clock.now(), MOST_INVITATIONS - 1],
      );
      const answers = await Promise.all(
        ['x', 'y', 'z'].map(name => invite(owner, organization, `${name}@example.org`)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      for (const answer of answers.filter(({ status }) => status !== 201))
        expectProblem(answer, 409, 'too_many_invitations');
      expect((await invite(owner, organization, '1@example.org')).status).toBe(201);

      const [first] = await listed(organization);
      await revoke(owner, organization, first?.id ?? '');
      expect((await invite(owner, organization, 'room@example.org')).status).toBe(201);
    });
  });

  describe('of an owner', () => {
    it('are neither made nor renewed nor revoked by an admin', async () => {
      const organization = await aStoredOrganization(azora);
      const admin = await aStoredMember(azora, organization, 'admin');
      expectProblem(await invite(admin, organization, invited, 'owner'), 403, 'not_allowed_in_organization');
      const { body } = await invite(organization.owner, organization, invited, 'owner');
      for (const role of ['member', 'admin', 'owner'])
        expectProblem(await invite(admin, organization, invited, role), 403, 'not_allowed_in_organization');
      expectProblem(await revoke(admin, organization, body.id), 403, 'not_allowed_in_organization');
      expect(await listed(organization)).toEqual([body]);
      expect(await mailed(body.id)).toHaveLength(1);
    });
  });

  describe('that are accepted', () => {
    it('make a member, and it is told', async () => {
      const organization = await aStoredOrganization(azora);
      const ada = await aLearner(azora);
      const { body: invitation } = await invite(organization.owner, organization, ada.email.toUpperCase(), 'admin');
      const { status, body } = await accept(ada, invitation.id);
      expect(status).toBe(200);
      expect(membershipView.parse(body)).toMatchObject({
        organizationId: organization.id,
        userId: ada.id,
        role: 'admin',
      });
      expect((await ada.api.get(organization.path)).body.role).toBe('admin');
      expect(await listed(organization)).toEqual([]);
      expect(await eventsOf(azora, 'organizations.member_joined')).toContainEqual({
        organizationId: organization.id,
        userId: ada.id,
        role: 'admin',
      });
    });

    it('in several tabs make one, and each tab hears of it, later ones too', async () => {
      const organization = await aStoredOrganization(azora);
      const ada = await aLearner(azora);
      const { body: invitation } = await invite(organization.owner, organization, ada.email);
      const answers = await Promise.all(Array.from({ length: 6 }, () => accept(ada, invitation.id)));
      answers.push(await accept(ada, invitation.id));
      for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: answers[0]?.body });
      expect(await membershipsOf(organization, ada)).toEqual([{ role: 'member' }]);
      const joined = (await eventsOf(azora, 'organizations.member_joined')) as { userId: string }[];
      expect(joined.filter(({ userId }) => userId === ada.id)).toHaveLength(1);
    });

    it('by another account than that of the address are refused', async () => {
      const organization = await aStoredOrganization(azora);
      const [ada, eve] = await Promise.all([aLearner(azora), aLearner(azora)]);
      const { body: invitation } = await invite(organization.owner, organization, ada.email);
      expectProblem(await accept(eve, invitation.id), 403, 'invitation_for_another_address');
      expect((await accept(ada, invitation.id)).status).toBe(200);
      expectProblem(await accept(eve, invitation.id), 403, 'invitation_for_another_address');
      expect(await membershipsOf(organization, eve)).toEqual([]);
    });

    it('let nobody back in who has left', async () => {
      const organization = await aStoredOrganization(azora);
      const ada = await aLearner(azora);
      const { body: invitation } = await invite(organization.owner, organization, ada.email);
      await accept(ada, invitation.id);
      await organization.owner.api.send('DELETE', `${organization.path}/members/${ada.id}`);
      expectProblem(await accept(ada, invitation.id), 409, 'invitation_closed');
      expect(await membershipsOf(organization, ada)).toEqual([]);

      const { body: another } = await invite(organization.owner, organization, ada.email);
      expect(another.id).not.toBe(invitation.id);
      expect((await accept(ada, another.id)).status).toBe(200);
    });

    it('leave a member what they are who came in by another address', async () => {
      const organization = await aStoredOrganization(azora);
      const ada = await aStoredMember(azora, organization, 'admin');
      const [email, former] = [`${unique('new')}@example.org`, ada.email];
      const { body: invitation } = await invite(organization.owner, organization, email);
      await rowsOf(azora, 'update identity.users set email = $1 where email = $2', [email, former]);
      expect(await accept(ada, invitation.id)).toMatchObject({ status: 200, body: { role: 'admin' } });
      expect(await listed(organization)).toEqual([]);
    });

    it.each([
      ['was removed', (path: string, owner: Person, id: string) => owner.api.send('DELETE', `${path}/members/${id}`)],
      [
        'was demoted',
        (path: string, owner: Person, id: string) => owner.api.put(`${path}/members/${id}`, { role: 'member' }),
      ],
    ])('let nobody in whose inviter %s meanwhile, until they are made anew', async (_, shutOut) => {
      const organization = await aStoredOrganization(azora);
      const { path, owner } = organization;
      const [admin, friend] = [await aStoredMember(azora, organization, 'admin'), await aLearner(azora)];
      const { body: invitation } = await invite(admin, organization, friend.email, 'admin');
      expect((await shutOut(path, owner, admin.id)).status).toBe(204);
      expectProblem(await accept(friend, invitation.id), 409, 'invitation_closed');
      expect(await membershipsOf(organization, friend)).toEqual([]);
      await invite(owner, organization, friend.email);
      expect((await accept(friend, invitation.id)).status).toBe(200);
    });

    it('can not be revoked any more', async () => {
      const organization = await aStoredOrganization(azora);
      const ada = await aLearner(azora);
      const { body: invitation } = await invite(organization.owner, organization, ada.email);
      await accept(ada, invitation.id);
      expectProblem(await revoke(organization.owner, organization, invitation.id), 409, 'invitation_closed');
    });
  });

  describe('that are revoked', () => {
    it('are worth nothing, and revoking again changes nothing', async () => {
      const organization = await aStoredOrganization(azora);
      const ada = await aLearner(azora);
      const { body: invitation } = await invite(organization.owner, organization, ada.email);
      for (let time = 0; time < 2; time += 1)
        expect(await revoke(organization.owner, organization, invitation.id)).toMatchObject({ status: 204, body: '' });
      expectProblem(await accept(ada, invitation.id), 409, 'invitation_closed');
      expect(await listed(organization)).toEqual([]);
    });

    it('at the moment they are accepted are either, not both', async () => {
      for (let round = 0; round < 6; round += 1) {
        const organization = await aStoredOrganization(azora);
        const ada = await aLearner(azora);
        const { body: invitation } = await invite(organization.owner, organization, ada.email);
        const [accepted, revoked] = await Promise.all([
          accept(ada, invitation.id),
          revoke(organization.owner, organization, invitation.id),
        ]);
        expect([
          [200, 409],
          [409, 204],
        ]).toContainEqual([accepted.status, revoked.status]);
        expect(await membershipsOf(organization, ada)).toHaveLength(accepted.status === 200 ? 1 : 0);
      }
    });

    it('are of this organization and no other', async () => {
      const [one, other] = [await aStoredOrganization(azora), await aStoredOrganization(azora)];
      const { body: invitation } = await invite(one.owner, one, invited);
      expectProblem(await revoke(other.owner, other, invitation.id), 404, 'invitation_not_found');
      expectProblem(await revoke(one.owner, one, newId()), 404, 'invitation_not_found');
      expect(await listed(one)).toHaveLength(1);
    });
  });

  it.each([
    ['nothing', () => 'x'],
    ['an invitation that there is not', () => tokenOf(azora, newId())],
    ['another purpose', (id: string) => azora.app.get(LinkTokens, { strict: false }).tokenFor('reset-password', id)],
    ['an invitation, with one letter changed', (id: string) => changed(tokenOf(azora, id))],
    ['an invitation, with something after it', (id: string) => `${tokenOf(azora, id)}A`],
    ['SQL', () => "' or 1=1 --"],
  ])('are not accepted with a token for %s', async (_, token) => {
    const organization = await aStoredOrganization(azora);
    const ada = await aLearner(azora);
    const { body: invitation } = await invite(organization.owner, organization, ada.email);
    const answer = await ada.api.post('/api/invitations/accept', { token: token(invitation.id) });
    expectProblem(answer, 404, 'invitation_not_found');
    expect(await membershipsOf(organization, ada)).toEqual([]);
  });

  it('are worth nothing after a week, and renewed are worth something again', async () => {
    const organization = await aStoredOrganization(azora);
    const ada = await aLearner(azora);
    const { body: invitation } = await invite(organization.owner, organization, ada.email);
    // Sessions end sooner than invitations, so what follows goes without one.
    const commands = azora.app.get(CommandBus);
    const token = tokenOf(azora, invitation.id);
    azora.clock.advance({ days: 7 });
    await expect(commands.execute(new AcceptInvitation(token, ada.id))).rejects.toMatchObject({
      code: 'invitation_closed',
    });
    const renewed = await commands.execute(new Invite(organization.id, organization.owner.id, ada.email, 'member'));
    expect(renewed.id).toBe(invitation.id);
    expect(await commands.execute(new AcceptInvitation(token, ada.id))).toMatchObject({ role: 'member' });
  });
});

function changed(token: string): string {
  return `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}`;
}
