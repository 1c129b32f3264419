import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Azora, unique } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anew, erase, PASSWORD, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { AccountErased } from '../../identity/identity.contract.ts';
import { LinkTokens } from '../../identity/link-tokens.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { GetMembership } from '../organizations.contract.ts';
import { aStoredMember, aStoredOrganization, type StoredOrganization, tokenOf } from '../testing/members.ts';
import { ForgetPerson } from './forget-person.ts';

describe('Somebody whose account is erased', () => {
  let azora: Azora;
  let commands: CommandBus;
  let queries: QueryBus;

  beforeAll(async () => {
    azora = await Azora.start();
    commands = azora.app.get(CommandBus);
    queries = azora.app.get(QueryBus);
  });

  afterAll(() => azora.stop());

  function forget({ id }: Person) {
    return commands.execute(new ForgetPerson(id));
  }

  async function roleOf(organization: StoredOrganization, { id }: Person) {
    return (await queries.execute(new GetMembership(organization.id, id)))?.role;
  }

  async function exists({ id }: StoredOrganization): Promise<boolean> {
    return (await rowsOf(azora, 'select 1 from organizations.organizations where id = $1', [id])).length > 0;
  }

  function invitationsTo(email: string) {
    return rowsOf(azora, 'select invitee_id from organizations.invitations where email = $1', [email]);
  }

  it('is a member nowhere any more and invited nowhere, and it is told', async () => {
    const [one, other] = [await aStoredOrganization(azora), await aStoredOrganization(azora)];
    const ada = await aStoredMember(azora, one);
    await other.owner.api.post(`${other.path}/invitations`, { email: ada.email, role: 'admin' });
    expect(await invitationsTo(ada.email)).toHaveLength(2);
    await forget(ada);
    expect(await roleOf(one, ada)).toBeUndefined();
    expect(await roleOf(one, one.owner)).toBe('owner');
    expect(await eventsOf(azora, 'organizations.member_left')).toContainEqual({
      organizationId: one.id,
      userId: ada.id,
    });
    expect(await invitationsTo(ada.email)).toEqual([]);
  });

  it('as the only owner is followed by the admin who has been there longest', async () => {
    const organization = await aStoredOrganization(azora);
    const roles = ['member', 'admin', 'admin', 'member'] as const;
    const people: Person[] = [];
    for (const role of roles) people.push(await aStoredMember(azora, organization, role));
    await forget(organization.owner);
    expect(await Promise.all(people.map(person => roleOf(organization, person)))).toEqual([
      'member',
      'owner',
      'admin',
      'member',
    ]);
    expect(await eventsOf(azora, 'organizations.member_role_changed')).toContainEqual({
      organizationId: organization.id,
      userId: people[1]?.id,
      role: 'owner',
    });
  });

  it('is followed by the member who has been there longest where there is no admin', async () => {
    const organization = await aStoredOrganization(azora);
    const [first, second] = [await aStoredMember(azora, organization), await aStoredMember(azora, organization)];
    await forget(organization.owner);
    expect([await roleOf(organization, first), await roleOf(organization, second)]).toEqual(['owner', 'member']);
  });

  it('is followed by nobody where somebody else owns, too', async () => {
    const organization = await aStoredOrganization(azora);
    await aStoredMember(azora, organization, 'owner');
    const admin = await aStoredMember(azora, organization, 'admin');
    await forget(organization.owner);
    expect(await roleOf(organization, admin)).toBe('admin');
  });

  it('takes along the organizations where nobody else is left, with their invitations', async () => {
    const organization = await aStoredOrganization(azora);
    const email = `${unique('new')}@example.org`;
    await organization.owner.api.post(`${organization.path}/invitations`, { email, role: 'member' });
    await forget(organization.owner);
    expect(await exists(organization)).toBe(false);
    expect(await invitationsTo(email)).toEqual([]);
    expect(await eventsOf(azora, 'organizations.member_left')).toContainEqual({
      organizationId: organization.id,
      userId: organization.owner.id,
    });
  });

  it('together with the other owner, at the same moment, leaves an owner behind', async () => {
    for (let round = 0; round < 5; round += 1) {
      const organization = await aStoredOrganization(azora);
      const other = await aStoredMember(azora, organization, 'owner');
      const member = await aStoredMember(azora, organization);
      await Promise.all([forget(organization.owner), forget(other)]);
      expect(await roleOf(organization, member)).toBe('owner');
    }
  });

  it('together with everybody else, at the same moment, leaves nothing behind', async () => {
    const organization = await aStoredOrganization(azora);
    const people = [organization.owner];
    for (let count = 0; count < 3; count += 1) people.push(await aStoredMember(azora, organization));
    await Promise.all(people.map(forget));
    expect(await exists(organization)).toBe(false);
  });

  it('is told to have left each organization, however many there were', async () => {
    const organizations = [await aStoredOrganization(azora), await aStoredOrganization(azora)];
    const ada = await aLearner(azora);
    for (const { owner, path } of organizations) {
      const { body } = await owner.api.post(`${path}/invitations`, { email: ada.email, role: 'member' });
      await ada.api.post('/api/invitations/accept', { token: tokenOf(azora, body.id) });
    }
    await forget(ada);
    const left = (await eventsOf(azora, 'organizations.member_left')) as { userId: string; organizationId: string }[];
    const ofAda = left.filter(({ userId }) => userId === ada.id).map(({ organizationId }) => organizationId);
    expect(new Set(ofAda)).toEqual(new Set(organizations.map(({ id }) => id)));
  });

  it('is forgotten once, however often it is said', async () => {
    const organization = await aStoredOrganization(azora);
    const ada = await aStoredMember(azora, organization);
    await Promise.all([forget(ada), forget(ada)]);
    await forget(ada);
    const left = (await eventsOf(azora, 'organizations.member_left')) as { userId: string }[];
    expect(left.filter(({ userId }) => userId === ada.id)).toHaveLength(1);
  });

  it('is forgotten when identity says so, with the invitations from before they signed up', async () => {
    const organization = await aStoredOrganization(azora);
    const ada = await aLearner(azora);
    const email = `${unique('new')}@example.org`;
    for (const address of [ada.email, email])
      await organization.owner.api.post(`${organization.path}/invitations`, { email: address, role: 'member' });
    const { body } = await azora.api.post('/api/auth/signup', { email, name: 'Eve', password: 'correct horse' });
    await eventually(async () => (await invitationsTo(email)).some(row => 'invitee_id' in row && row.invitee_id));
    const member = await aStoredMember(azora, organization);

    for (const userId of [body.user.id, member.id]) await isErased(userId);
    await eventually(async () => (await invitationsTo(email)).length === 0);
    await eventually(async () => (await roleOf(organization, member)) === undefined);
    expect(await invitationsTo(member.email)).toEqual([]);
    expect(await invitationsTo(ada.email)).toHaveLength(1);
  });

  it('leaves no invitation to the address that they changed to after it was invited, and was told of it before', async () => {
    const organization = await aStoredOrganization(azora);
    const [ada, next] = [await aLearner(azora), `${unique('next')}@example.org`];
    await organization.owner.api.post(`${organization.path}/invitations`, { email: next, role: 'member' });
    await changeAddress(ada, next);
    const again = { ...ada, api: await anew(azora, ada) };
    const { body } = await again.api.get('/api/me/export');
    expect(body.sections.organizations.invitations).toMatchObject([{ organizationId: organization.id, email: next }]);
    await erase(again);
    await eventually(async () => (await invitationsTo(next)).length === 0);
  });

  it('is not made a member by an invitation that they were accepting meanwhile', async () => {
    const organization = await aStoredOrganization(azora);
    const ada = await aLearner(azora);
    const { body } = await organization.owner.api.post(`${organization.path}/invitations`, {
      email: ada.email,
      role: 'member',
    });
    const holder = await azora.app.get(Database).pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from organizations.organizations where id = $1 for update', [organization.id]);
    const accepting = ada.api.post('/api/invitations/accept', { token: tokenOf(azora, body.id) });
    await eventually(() => waiting(1));
    await erase(ada);
    await eventually(() => waiting(2));
    await holder.query('commit');
    holder.release();
    expectProblem(await accepting, 403, 'invitation_for_another_address');
    await eventually(async () => (await invitationsTo(ada.email)).length === 0);
    expect(await roleOf(organization, ada)).toBeUndefined();
  });

  /** Whether so many transactions wait for a lock. */
  async function waiting(count: number): Promise<boolean> {
    const query = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return (await rowsOf(azora, query)).length >= count;
  }

  async function changeAddress({ id, api }: Person, email: string): Promise<void> {
    await api.post('/api/me/email', { email, password: PASSWORD });
    const [change] = await rowsOf<{ id: string }>(azora, 'select id from identity.email_changes where user_id = $1', [
      id,
    ]);
    for (const purpose of ['leave-email', 'enter-email'] as const) {
      const token = azora.app.get(LinkTokens, { strict: false }).tokenFor(purpose, change?.id as string);
      await azora.api.post('/api/auth/confirm-email-change', { token });
    }
  }

  async function isErased(userId: string): Promise<void> {
    await rowsOf(azora, 'insert into kernel.outbox (id, type, payload, occurred_at) values ($1, $2, $3, now())', [
      newId(),
      AccountErased.type,
      new AccountErased(userId),
    ]);
  }
});
