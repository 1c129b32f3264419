import { Azora } from '../../../test/support/azora.ts';
import { aLearner, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { MOST_CREATED } from '../domain/organization.ts';
import { organizationPageView, organizationView } from '../queries/organization.view.ts';
import { aStoredMember, aStoredOrganization } from '../testing/members.ts';

describe('Organizations over HTTP', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function create(person: Person, name = 'Analytical Engines') {
    return person.api.post('/api/organizations', { name });
  }

  it('are created with their creator as the owner, and it is told', async () => {
    const ada = await aLearner(azora);
    const { status, body } = await create(ada, '  Analytical Engines ');
    expect(status).toBe(201);
    expect(organizationView.parse(body)).toMatchObject({ name: 'Analytical Engines', role: 'owner' });
    expect((await ada.api.get(`/api/organizations/${body.id}`)).body).toEqual(body);
    expect(await eventsOf(azora, 'organizations.organization_created')).toContainEqual({
      organizationId: body.id,
      name: 'Analytical Engines',
      creatorId: ada.id,
    });
    expect(await eventsOf(azora, 'organizations.member_joined')).toContainEqual({
      organizationId: body.id,
      userId: ada.id,
      role: 'owner',
    });
  });

  it('are twenty at most of one creator, also when many are created at the same moment', async () => {
    const ada = await aLearner(azora);
    const answers = await Promise.all(Array.from({ length: MOST_CREATED + 5 }, () => create(ada)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(5);
    for (const answer of refused) expectProblem(answer, 409, 'too_many_organizations');
    const [row] = await rowsOf(
      azora,
      'select count(*)::integer as created from organizations.organizations where created_by = $1',
      [ada.id],
    );
    expect(row).toEqual({ created: MOST_CREATED });
  });

  it('are listed to their members with the role of each, the one joined last first, page by page', async () => {
    const ada = await aLearner(azora);
    const own: string[] = [];
    for (const name of ['One', 'Two', 'Three']) own.unshift((await create(ada, name)).body.id);
    const other = await aStoredOrganization(azora, 'Four');
    const bob = await aStoredMember(azora, other, 'admin');
    await create(bob, 'Five');

    const first = organizationPageView.parse((await ada.api.get('/api/organizations?limit=2')).body);
    const rest = organizationPageView.parse(
      (await ada.api.get(`/api/organizations?limit=2&cursor=${first.nextCursor}`)).body,
    );
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(own);
    expect([first.items.length, rest.nextCursor]).toEqual([2, null]);
    expect((await bob.api.get('/api/organizations')).body.items).toMatchObject([
      { name: 'Five', role: 'owner' },
      { id: other.id, name: 'Four', role: 'admin' },
    ]);
  });

  it('are renamed by an owner, for everybody', async () => {
    const organization = await aStoredOrganization(azora);
    const member = await aStoredMember(azora, organization);
    const renamed = await organization.owner.api.send('PATCH', organization.path, { name: 'Difference Engines' });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Difference Engines', role: 'owner' } });
    expect((await member.api.get(organization.path)).body).toMatchObject({
      name: 'Difference Engines',
      role: 'member',
    });
  });

  it('that somebody is not in look to them like those that there are not, to the letter', async () => {
    const organization = await aStoredOrganization(azora);
    const stranger = await aLearner(azora);
    const real = await stranger.api.get(organization.path);
    const made = await stranger.api.get(`/api/organizations/${newId()}`);
    expectProblem(real, 404, 'organization_not_found');
    const { traceId: _, instance: __, ...one } = real.body;
    const { traceId: ___, instance: ____, ...other } = made.body;
    expect(one).toEqual(other);
  });

  it.each(["Robert'); drop schema organizations; --", '𠀀'.repeat(50), '<script>alert(1)</script>', '%s %j'])(
    'are called what their owner calls them: %s',
    async name => {
      const ada = await aLearner(azora);
      expect((await create(ada, name)).body).toMatchObject({ name });
    },
  );

  it.each(['', '   ', 'x'.repeat(101), 'a\u0000b', 'a\ud800b', 7, null, ['a']])('are not called %j', async name => {
    const ada = await aLearner(azora);
    expectProblem(await ada.api.post('/api/organizations', { name }), 422, 'invalid_input');
    expect((await ada.api.get('/api/organizations')).body.items).toEqual([]);
  });
});
