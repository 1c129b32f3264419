import { Azora, unique } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aLearner, type Person, verified } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { tokenOf } from '../testing/members.ts';

const STANDINGS = ['owner', 'admin', 'member', 'outsider'] as const;
type Standing = (typeof STANDINGS)[number];

/** Somebody of each role to act, and somebody of each role to be acted on. */
type People = Record<Standing | 'theOwner' | 'theAdmin' | 'theMember', Person>;

interface Scene {
  readonly path: string;
  readonly people: People;
  /** Standing invitations: one to the outsider, to become a member, and one of an owner. */
  readonly invitationId: string;
  readonly ownersInvitationId: string;
}

interface Attempt {
  readonly operation: string;
  readonly what?: string;
  send(person: Person, scene: Scene): Promise<Answer>;
  readonly answers: Record<Standing, number | [status: number, code: string]>;
}

const NOT_FOUND: [number, string] = [404, 'organization_not_found'];
const NOT_ALLOWED: [number, string] = [403, 'not_allowed_in_organization'];
const ANOTHER_ADDRESS: [number, string] = [403, 'invitation_for_another_address'];

const everybody = (status: number) => ({ owner: status, admin: status, member: status, outsider: status });
const members = (status: number) => ({ ...everybody(status), outsider: NOT_FOUND });
const admins = (status: number) => ({ ...members(status), member: NOT_ALLOWED });
const owners = (status: number) => ({ ...admins(status), admin: NOT_ALLOWED });

const remove =
  (who: 'theOwner' | 'theAdmin' | 'theMember') =>
  (person: Person, { path, people }: Scene) =>
    person.api.send('DELETE', `${path}/members/${people[who].id}`);

const invite =
  (role: string) =>
  (person: Person, { path }: Scene) =>
    person.api.post(`${path}/invitations`, { email: `${unique('new')}@example.org`, role });

const ATTEMPTS: Attempt[] = [
  {
    operation: 'POST /api/organizations',
    send: person => person.api.post('/api/organizations', { name: 'My own' }),
    answers: everybody(201),
  },
  {
    operation: 'GET /api/organizations',
    send: person => person.api.get('/api/organizations'),
    answers: everybody(200),
  },
  { operation: 'GET /api/organizations/{id}', send: (person, { path }) => person.api.get(path), answers: members(200) },
  {
    operation: 'PATCH /api/organizations/{id}',
    send: (person, { path }) => person.api.send('PATCH', path, { name: 'Mine now' }),
    answers: owners(200),
  },
  {
    operation: 'GET /api/organizations/{id}/members',
    send: (person, { path }) => person.api.get(`${path}/members`),
    answers: members(200),
  },
  {
    operation: 'PUT /api/organizations/{id}/members/{userId}',
    send: (person, { path, people }) => person.api.put(`${path}/members/${people.theMember.id}`, { role: 'admin' }),
    answers: owners(204),
  },
  {
    operation: 'PUT /api/organizations/{id}/members/{userId}',
    what: 'to promote oneself',
    send: (person, { path }) => person.api.put(`${path}/members/${person.id}`, { role: 'owner' }),
    answers: owners(204),
  },
  {
    operation: 'DELETE /api/organizations/{id}/members/{userId}',
    what: 'for a member',
    send: remove('theMember'),
    answers: admins(204),
  },
  {
    operation: 'DELETE /api/organizations/{id}/members/{userId}',
    what: 'for an admin',
    send: remove('theAdmin'),
    answers: owners(204),
  },
  {
    operation: 'DELETE /api/organizations/{id}/members/{userId}',
    what: 'for an owner',
    send: remove('theOwner'),
    answers: owners(204),
  },
  {
    operation: 'DELETE /api/organizations/{id}/members/{userId}',
    what: 'to leave',
    send: (person, { path }) => person.api.send('DELETE', `${path}/members/${person.id}`),
    answers: members(204),
  },
  {
    operation: 'POST /api/organizations/{id}/invitations',
    what: 'for a member',
    send: invite('member'),
    answers: admins(201),
  },
  {
    operation: 'POST /api/organizations/{id}/invitations',
    what: 'for an admin',
    send: invite('admin'),
    answers: admins(201),
  },
  {
    operation: 'POST /api/organizations/{id}/invitations',
    what: 'for an owner',
    send: invite('owner'),
    answers: owners(201),
  },
  {
    operation: 'GET /api/organizations/{id}/invitations',
    send: (person, { path }) => person.api.get(`${path}/invitations`),
    answers: admins(200),
  },
  {
    operation: 'DELETE /api/organizations/{id}/invitations/{invitationId}',
    send: (person, { path, invitationId }) => person.api.send('DELETE', `${path}/invitations/${invitationId}`),
    answers: admins(204),
  },
  {
    operation: 'DELETE /api/organizations/{id}/invitations/{invitationId}',
    what: 'of an owner',
    send: (person, { path, ownersInvitationId }) =>
      person.api.send('DELETE', `${path}/invitations/${ownersInvitationId}`),
    answers: owners(204),
  },
  {
    operation: 'POST /api/invitations/accept',
    send: (person, { invitationId }) =>
      person.api.post('/api/invitations/accept', { token: tokenOf(azora, invitationId) }),
    answers: { owner: ANOTHER_ADDRESS, admin: ANOTHER_ADDRESS, member: ANOTHER_ADDRESS, outsider: 200 },
  },
];

let azora: Azora;

describe('Within an organization', () => {
  let people: People;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const names = [...STANDINGS, 'theOwner', 'theAdmin', 'theMember'] as const;
    const signedUp = await Promise.all(names.map(async () => verified(azora, await aLearner(azora))));
    people = Object.fromEntries(names.map((name, place) => [name, signedUp[place]])) as People;
  });

  afterAll(() => azora.stop());

  async function aScene(): Promise<Scene> {
    const [id, invitationId, ownersInvitationId] = [newId(), newId(), newId()];
    await rowsOf(azora, `insert into organizations.organizations values ($1, $2, now(), 'Analytical Engines')`, [
      id,
      people.theOwner.id,
    ]);
    for (const role of ['owner', 'admin', 'member'] as const)
      for (const { id: userId } of [people[role], people[`the${capitalized(role)}`]])
        await rowsOf(azora, 'insert into organizations.memberships values ($1, $2, $3, now(), $4)', [
          newId(),
          id,
          userId,
          role,
        ]);
    const invitations = [
      [invitationId, people.outsider.email, 'member'],
      [ownersInvitationId, 'owner@example.org', 'owner'],
    ];
    for (const [invitation, email, role] of invitations)
      await rowsOf(
        azora,
        `insert into organizations.invitations (id, organization_id, email, role, invited_by, invited_at, expires_at)
         values ($1, $2, $3, $4, $5, now(), now() + interval '7 days')`,
        [invitation, id, email, role, people.theOwner.id],
      );
    return { path: `/api/organizations/${id}`, people, invitationId, ownersInvitationId };
  }

  it('every operation of the API is tried', async () => {
    const { paths } = (await azora.api.get('/docs-json')).body;
    const operations = Object.entries<Record<string, { tags: string[] }>>(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags.includes('organizations'))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect([...new Set(ATTEMPTS.map(({ operation }) => operation))].sort()).toEqual(operations.sort());
  });

  const cells = ATTEMPTS.flatMap(attempt =>
    STANDINGS.map((standing): [string, string, Standing, Attempt] => [
      attempt.operation,
      attempt.what ?? '',
      standing,
      attempt,
    ]),
  );

  it.each(cells)('%s %s answers an %s as it should', async (_, __, standing, { send, answers }) => {
    const answer = await send(people[standing], await aScene());
    const expected = answers[standing];
    if (typeof expected === 'number') expect(answer.status).toBe(expected);
    else expectProblem(answer, ...expected);
  });
});

function capitalized(role: 'owner' | 'admin' | 'member') {
  return `${role[0]?.toUpperCase()}${role.slice(1)}` as 'Owner' | 'Admin' | 'Member';
}
