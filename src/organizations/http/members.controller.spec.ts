import fc from 'fast-check';
import { Azora } from '../../../test/support/azora.ts';
import { aLearner, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { memberPageView } from '../queries/member.view.ts';
import { aStoredMember, aStoredOrganization, type StoredOrganization } from '../testing/members.ts';

describe('Members over HTTP', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function changeRole(actor: Person, { path }: StoredOrganization, { id }: { id: string }, role: string) {
    return actor.api.put(`${path}/members/${id}`, { role });
  }

  function remove(actor: Person, { path }: StoredOrganization, { id }: { id: string }) {
    return actor.api.send('DELETE', `${path}/members/${id}`);
  }

  async function rolesIn({ id }: StoredOrganization): Promise<Record<string, string>> {
    const rows = await rowsOf<{ user_id: string; role: string }>(
      azora,
      'select user_id, role from organizations.memberships where organization_id = $1',
      [id],
    );
    return Object.fromEntries(rows.map(({ user_id, role }) => [user_id, role]));
  }

  async function pages(person: Person, { path }: StoredOrganization, limit: number): Promise<string[]> {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await person.api.get(`${path}/members?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
      const page = memberPageView.parse(body);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    return seen;
  }

  it('are shown to each other with name, address and role', async () => {
    const organization = await aStoredOrganization(azora);
    const member = await aStoredMember(azora, organization, 'admin');
    const { body } = await member.api.get(`${organization.path}/members`);
    expect(memberPageView.parse(body).items).toMatchObject([
      { id: organization.owner.id, name: 'Lea Learner', email: organization.owner.email, role: 'owner' },
      { id: member.id, name: 'Lea Learner', email: member.email, role: 'admin' },
    ]);
  });

  it('come page by page without a gap or a repeat, longest-standing first, whatever the limit', async () => {
    const organization = await aStoredOrganization(azora);
    const everybody = [organization.owner.id];
    for (let count = 0; count < 6; count += 1) everybody.push((await aStoredMember(azora, organization)).id);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), async limit => {
        expect(await pages(organization.owner, organization, limit)).toEqual(everybody);
      }),
      { numRuns: 8 },
    );
  });

  it('end after the last, for a cursor from beyond it too', async () => {
    const organization = await aStoredOrganization(azora);
    const cursor = Buffer.from(JSON.stringify('ffffffff-ffff-ffff-ffff-ffffffffffff')).toString('base64url');
    expect((await organization.owner.api.get(`${organization.path}/members?cursor=${cursor}`)).body).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it('without an account any more are not shown while they wait to be forgotten', async () => {
    const organization = await aStoredOrganization(azora);
    const member = await aStoredMember(azora, organization);
    await rowsOf(azora, 'update identity.users set erased_at = now() where id = $1', [member.id]);
    expect(await pages(organization.owner, organization, 1)).toEqual([organization.owner.id]);
  });

  it('become what an owner makes them, and it is told once', async () => {
    const organization = await aStoredOrganization(azora);
    const member = await aStoredMember(azora, organization);
    for (let time = 0; time < 2; time += 1)
      expect(await changeRole(organization.owner, organization, member, 'admin')).toMatchObject({
        status: 204,
        body: '',
      });
    expect((await rolesIn(organization))[member.id]).toBe('admin');
    const told = (await eventsOf(azora, 'organizations.member_role_changed')) as { userId: string }[];
    expect(told.filter(({ userId }) => userId === member.id)).toEqual([
      { organizationId: organization.id, userId: member.id, role: 'admin' },
    ]);
  });

  it('are removed, and it is told; they see nothing any more', async () => {
    const organization = await aStoredOrganization(azora);
    const member = await aStoredMember(azora, organization);
    expect(await remove(organization.owner, organization, member)).toMatchObject({ status: 204, body: '' });
    expectProblem(await member.api.get(organization.path), 404, 'organization_not_found');
    expectProblem(await remove(organization.owner, organization, member), 404, 'member_not_found');
    expect(await eventsOf(azora, 'organizations.member_left')).toContainEqual({
      organizationId: organization.id,
      userId: member.id,
    });
  });

  it('leave as they please', async () => {
    const organization = await aStoredOrganization(azora);
    for (const role of ['member', 'admin', 'owner'] as const) {
      const member = await aStoredMember(azora, organization, role);
      expect((await remove(member, organization, member)).status).toBe(204);
    }
    expect(await rolesIn(organization)).toEqual({ [organization.owner.id]: 'owner' });
  });

  it('that there are not can be neither changed nor removed', async () => {
    const organization = await aStoredOrganization(azora);
    const { owner } = organization;
    const stranger = await aLearner(azora);
    for (const nobody of [stranger, { id: newId() }]) {
      expectProblem(await changeRole(owner, organization, nobody, 'admin'), 404, 'member_not_found');
      expectProblem(await remove(owner, organization, nobody), 404, 'member_not_found');
    }
  });

  it('that own are not touched by an admin, nor is another admin; what an admin is, an owner decides', async () => {
    const organization = await aStoredOrganization(azora);
    const { owner } = organization;
    const [admin, other] = [
      await aStoredMember(azora, organization, 'admin'),
      await aStoredMember(azora, organization, 'admin'),
    ];
    const before = await rolesIn(organization);
    for (const victim of [owner, other]) {
      expectProblem(await remove(admin, organization, victim), 403, 'not_allowed_in_organization');
      expectProblem(await changeRole(admin, organization, victim, 'member'), 403, 'not_allowed_in_organization');
    }
    expectProblem(await changeRole(admin, organization, admin, 'owner'), 403, 'not_allowed_in_organization');
    expect(await rolesIn(organization)).toEqual(before);
    expect((await remove(owner, organization, other)).status).toBe(204);
  });

  describe('who own', () => {
    it('do not leave an organization without an owner, nor step down', async () => {
      const organization = await aStoredOrganization(azora);
      const { owner } = organization;
      await aStoredMember(azora, organization, 'admin');
      expectProblem(await remove(owner, organization, owner), 409, 'organization_needs_owner');
      for (const role of ['admin', 'member'])
        expectProblem(await changeRole(owner, organization, owner, role), 409, 'organization_needs_owner');
    });

    it('and demote each other at the same moment are one afterwards', async () => {
      for (let round = 0; round < 8; round += 1) {
        const organization = await aStoredOrganization(azora);
        const { owner: one } = organization;
        const other = await aStoredMember(azora, organization, 'owner');
        const answers = await Promise.all([
          changeRole(one, organization, other, 'member'),
          changeRole(other, organization, one, 'member'),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
        expect(Object.values(await rolesIn(organization)).sort()).toEqual(['member', 'owner']);
      }
    });

    it('and all leave or step down at the same moment leave the last of them behind', async () => {
      const organization = await aStoredOrganization(azora);
      const { owner } = organization;
      const others = [];
      for (let count = 0; count < 4; count += 1) others.push(await aStoredMember(azora, organization, 'owner'));
      const answers = await Promise.all(
        [owner, ...others].map((person, turn) =>
          turn % 2 ? remove(person, organization, person) : changeRole(person, organization, person, 'admin'),
        ),
      );
      const refused = answers.filter(({ status }) => status !== 204);
      expect(refused).toHaveLength(1);
      expectProblem(refused[0] as never, 409, 'organization_needs_owner');
      expect(Object.values(await rolesIn(organization)).filter(role => role === 'owner')).toHaveLength(1);
    });
  });

  it.each(['Owner', 'learner', '__proto__', '', null, 1, ['owner']])('are never made %j', async role => {
    const organization = await aStoredOrganization(azora);
    const answer = await organization.owner.api.put(`${organization.path}/members/${newId()}`, { role });
    expectProblem(answer, 422, 'invalid_input');
  });
});
