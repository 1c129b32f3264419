import { Azora } from '../support/azora.ts';
import { GOOD_BODIES, type Json } from '../support/good-bodies.ts';
import { addressOf, BODIED, NOBODY } from '../support/operations.ts';
import { anAdmin, type Person } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { everythingStored } from '../support/stored.ts';

/** What clients do not decide, in the spellings of the API, of the database and of other products. */
const STOWAWAYS: Json = {
  id: NOBODY,
  _id: NOBODY,
  userId: NOBODY,
  user_id: NOBODY,
  user: { roles: ['admin'] },
  ownerId: NOBODY,
  instructorId: NOBODY,
  payerId: NOBODY,
  sessionId: NOBODY,
  organizationId: NOBODY,
  roles: ['admin'],
  role: 'owner',
  isAdmin: true,
  permissions: ['users:manage'],
  scopes: ['users:read'],
  email: 'eve@example.org',
  emailVerified: true,
  emailVerifiedAt: '2026-01-01T00:00:00Z',
  email_verified_at: '2026-01-01T00:00:00Z',
  lockedAt: null,
  erasedAt: null,
  passwordHash: '$argon2id$',
  password_hash: '$argon2id$',
  amount: 0,
  price: { amount: 0, currency: 'USD' },
  currency: 'USD',
  state: 'published',
  status: 'succeeded',
  createdAt: '2026-01-01T00:00:00Z',
  expiresIn: 1_000_000,
  $where: '1',
};

describe('What clients do not decide', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  it.each(BODIED)('is refused by $name, wherever in the body it is', async operation => {
    const good = GOOD_BODIES[operation.name] as Json;
    const before = await everythingStored(azora);
    for (const [field, value] of Object.entries(STOWAWAYS))
      for (const body of smuggling(field, value, good)) {
        const answer = await admin.api.once().send(operation.method, addressOf(operation), body);
        expectProblem(answer, 422, 'invalid_input');
        expect(JSON.stringify(answer.body.errors)).toContain(field);
      }
    expect(await everythingStored(azora)).toEqual(before);
  });
});

/** The body with a field too many, once in each of its objects that does not have it anyway. */
function smuggling(field: string, value: unknown, body: Json): Json[] {
  const here = field in body ? [] : [{ ...body, [field]: value }];
  const deeper = Object.entries(body).flatMap(([name, inner]) => {
    if (Array.isArray(inner) && typeof inner[0] === 'object')
      return smuggling(field, value, inner[0]).map(spoiled => ({ ...body, [name]: [spoiled] }));
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      return smuggling(field, value, inner as Json).map(spoiled => ({ ...body, [name]: spoiled }));
    return [];
  });
  return [...here, ...deeper];
}
