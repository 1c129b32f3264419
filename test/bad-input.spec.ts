import { Azora } from './support/azora.ts';
import { GOOD_BODIES, type Json } from './support/good-bodies.ts';
import { addressOf, BODIED, NOBODY, type Operation } from './support/operations.ts';
import { anAdmin, type Person } from './support/people.ts';
import { expectProblem } from './support/problems.ts';
import { raw } from './support/raw.ts';
import { everythingStored } from './support/stored.ts';

const LONG = 'x'.repeat(10_000);
const NUL = 'a\u0000b';
const LONE = 'a\ud800b';

/** Every way to be wrong that does not depend on what a field means. */
const WRONG_SHAPES: ((body: Json) => unknown)[] = [
  body => ({ ...body, isAdmin: true }),
  body => [body],
  () => null,
  () => 1,
  body => ({ ...body, ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, i])) }),
];

/** A value of these types may be right in a field of the same type. */
const PLAIN = ['number', 'boolean'];
const WRONG_VALUES: unknown[] = [null, 1, true, [[]], { a: 1 }, NUL, LONE, '../../etc/passwd\u0000'];

const EMAILS = [
  '',
  'ada',
  'ada@',
  '@example.org',
  'ada@example',
  `${LONG}@example.org`,
  'ada@example.org\n',
  'ada@example.org.',
  'ada <ada@example.org>',
  'ada@example.org,eve@example.org',
  'ada@example.org\r\nBcc: eve@example.org',
  '"a b"@example.org',
  'ada@[127.0.0.1]',
];
const PASSWORDS = ['', 'short', 'x'.repeat(257), LONG];
const GIVEN_PASSWORDS = ['', 'x'.repeat(257), LONG];
const NAMES = ['', '   ', '\t\n', LONG];
const TOKENS = ['', LONG];
const ROLES = ['', 'learner', 'Owner', 'toString', '__proto__'];
const TITLES = ['', ' ', LONG];
const CATEGORIES = ['', '  ', LONG];
const LEVELS = ['', 'Beginner', 'expert'];
const LANGUAGES = ['', 'e', 'english language', 'en_US!', LONG];
const OPENS = [
  {},
  { at: 'tomorrow' },
  { at: '2026-02-30T00:00:00Z' },
  { at: '0000-01-01T00:00:00Z' },
  { daysAfterEnrollment: 0 },
  { daysAfterEnrollment: 1.5 },
  { daysAfterPrevious: -1 },
  { daysAfterPrevious: 3_651 },
  { daysAfterPrevious: 1, daysAfterEnrollment: 1 },
];
const asked = { prompt: 'What?' };
const QUESTIONS = [
  [],
  Array(101).fill({ ...asked, kind: 'true_false', correct: true }),
  [{ ...asked, kind: 'essay' }],
  [{ kind: 'true_false', correct: true }],
  [{ ...asked, kind: 'true_false', correct: 'true' }],
  [{ ...asked, kind: 'true_false', correct: true, points: 0 }],
  [{ ...asked, kind: 'true_false', correct: true, points: 1.5 }],
  [{ ...asked, kind: 'true_false', correct: true, id: NOBODY }],
  [{ prompt: NUL, kind: 'true_false', correct: true }],
  [{ ...asked, kind: 'single_choice', options: [{ text: 'One', correct: true }] }],
  [{ ...asked, kind: 'single_choice', options: Array(21).fill({ text: 'One', correct: true }) }],
  [{ ...asked, kind: 'multiple_choice', options: [{ text: LONE }, { text: 'Two', correct: true }] }],
  [{ ...asked, kind: 'short_text', accepted: [] }],
  [{ ...asked, kind: 'short_text', accepted: ['  '] }],
  [{ ...asked, kind: 'number', value: '1' }],
  [{ ...asked, kind: 'number', value: 1, tolerance: -1 }],
];
const ANSWERS = [
  { one: true },
  { [NOBODY]: null },
  { [NOBODY]: NUL },
  { [NOBODY]: LONE },
  { [NOBODY]: LONG },
  { [NOBODY]: ['a'] },
  { [NOBODY]: Array(21).fill(NOBODY) },
  { [NOBODY]: { a: 1 } },
  Object.fromEntries(Array.from({ length: 101 }, () => [crypto.randomUUID(), true])),
];
const STARS = [0, 6, -1, 4.5];
const METHODS = ['', 'visa', '4242424242424242', 'pm_', 'pm_card visa', `pm_${LONG}`, 'pm_card_visa\n'];

/** [operation, field, values that are refused there] */
const WRONG_FIELDS: [string, string, unknown[]][] = [
  ['POST /api/auth/signup', 'email', EMAILS],
  ['POST /api/auth/signup', 'name', NAMES],
  ['POST /api/auth/signup', 'password', PASSWORDS],
  ['POST /api/auth/signup', 'deviceToken', ['', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}=`]],
  ['POST /api/auth/signup', 'captchaToken', [LONG]],
  ['POST /api/auth/signup', 'mailProof', [LONG]],
  ['POST /api/auth/login', 'email', ['', LONG]],
  ['POST /api/auth/login', 'password', GIVEN_PASSWORDS],
  ['POST /api/auth/login/mfa', 'ticket', TOKENS],
  ['POST /api/auth/login/mfa', 'code', ['', '12345', 'x'.repeat(41), '      ']],
  ['POST /api/auth/refresh', 'refreshToken', [LONG]],
  ['POST /api/auth/verify-email', 'token', TOKENS],
  ['POST /api/auth/resend-verification', 'email', EMAILS],
  ['POST /api/auth/confirm-email-change', 'token', TOKENS],
  ['POST /api/auth/password/forgot', 'email', EMAILS],
  ['POST /api/auth/password/reset', 'token', TOKENS],
  ['POST /api/auth/password/reset', 'password', PASSWORDS],
  ['POST /api/auth/password/change', 'currentPassword', GIVEN_PASSWORDS],
  ['POST /api/auth/password/change', 'newPassword', PASSWORDS],
  ['POST /api/auth/mfa/verify', 'code', ['', '12345', 'x'.repeat(41)]],
  ['POST /api/me/email', 'email', EMAILS],
  ['PATCH /api/me', 'name', NAMES],
  ['DELETE /api/me', 'password', GIVEN_PASSWORDS],
  ['POST /api/api-keys', 'name', NAMES],
  ['POST /api/api-keys', 'scopes', [[], ['*'], ['account:manage'], ['toString'], Array(100).fill('account:read')]],
  ['POST /api/api-keys', 'expiresAt', ['', 'never', '2030-01-01', '2030-02-30T00:00:00Z', '+275761-01-01T00:00:00Z']],
  ['POST /api/admin/signing-keys/rotate', 'compromised', ['', 'true', 0]],
  ['PUT /api/admin/users/{id}/roles', 'roles', [[], ['owner'], ['toString'], ['Admin'], Array(5).fill('learner')]],
  ['POST /api/courses/upload', 'title', TITLES],
  ['POST /api/courses/upload', 'summary', [LONG]],
  [
    'POST /api/courses/upload',
    'lessons',
    [
      Array(501).fill({ title: 'x', body: '' }),
      [{ title: '', body: '' }],
      [{ title: NUL, body: '' }],
      [{ title: 'x', body: NUL }],
      [{ title: 'x', body: LONE }],
      [{ title: 'x', body: 'x'.repeat(100_001) }],
      [{ title: 'x', body: '', id: NOBODY }],
    ],
  ],
  [
    'POST /api/courses/upload',
    'price',
    [
      { amount: 1, currency: 'usd' },
      { amount: 1, currency: 'XXX' },
      { amount: 1 },
      { amount: 1, currency: 'toString' },
    ],
  ],
  ['POST /api/courses/upload', 'category', CATEGORIES],
  ['POST /api/courses/upload', 'level', LEVELS],
  ['POST /api/courses/upload', 'language', LANGUAGES],
  [
    'POST /api/courses/upload',
    'sections',
    [
      Array(101).fill({ title: '', lessons: [] }),
      [{ title: LONG, lessons: [] }],
      [{ title: '', lessons: [{ title: 'x', body: NUL }] }],
      [{ title: '', lessons: [], id: NOBODY }],
      [{ title: 'besides lessons', lessons: [] }],
    ],
  ],
  ['PUT /api/courses/{course}', 'category', CATEGORIES],
  ['PUT /api/courses/{course}', 'level', LEVELS],
  ['PUT /api/courses/{course}', 'language', LANGUAGES],
  [
    'PUT /api/courses/{id}/sections',
    'sections',
    [
      Array(101).fill({ title: '', lessons: [] }),
      [{ id: 'x', title: '', lessons: [] }],
      [{ title: '', lessons: [{ id: NOBODY, title: '', preview: false }] }],
      [{ title: '', lessons: [{ id: NOBODY, title: 'x' }] }],
    ],
  ],
  [
    'PUT /api/courses/{id}/instructors',
    'instructors',
    [
      [],
      Array(11).fill({ instructorId: NOBODY, portion: 1 }),
      [{ instructorId: 'x', portion: 10_000 }],
      [{ instructorId: NOBODY }],
      [{ instructorId: NOBODY, portion: 0 }],
      [{ instructorId: NOBODY, portion: -1 }],
      [{ instructorId: NOBODY, portion: 10_001 }],
      [{ instructorId: NOBODY, portion: 0.5 }],
      [{ instructorId: NOBODY, portion: 10_000, owner: true }],
    ],
  ],
  ['POST /api/admin/courses/{id}/split', 'basisPoints', [-1, 10_001, 70.5, 2 ** 53, '7000']],
  ['POST /api/admin/courses/{id}/split', 'for', ['', 'Course', 'platform', 'toString']],
  [
    'POST /api/admin/courses/{id}/split',
    'from',
    ['', 'tomorrow', '2030-01-01', '2030-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '+275761-01-01T00:00:00Z'],
  ],
  ['POST /api/courses/{id}/lessons', 'sectionId', ['', 'x', LONG]],
  ['POST /api/courses/{id}/lessons', 'title', TITLES],
  ['POST /api/courses/{id}/lessons', 'body', ['x'.repeat(100_001)]],
  ['POST /api/courses/{id}/lessons', 'opens', OPENS],
  ['PUT /api/courses/{id}/lessons/{lessonId}', 'opens', OPENS],
  ['POST /api/courses/{id}/lessons', 'quiz', [{}, { questions: [] }]],
  ['PUT /api/courses/{id}/lessons/{lessonId}/quiz', 'questions', QUESTIONS],
  ['PUT /api/courses/{id}/lessons/{lessonId}/quiz', 'passPercent', [0, 101, 1.5]],
  ['PUT /api/courses/{id}/lessons/{lessonId}/quiz', 'attempts', [0, -1, 1_001, 1.5]],
  ['POST /api/courses/{id}/quizzes/{quizId}/attempts', 'answers', ANSWERS],
  ['PUT /api/courses/{id}/lessons/{lessonId}', 'title', TITLES],
  ['PUT /api/courses/{id}/lessons/{lessonId}', 'body', ['x'.repeat(100_001)]],
  ['POST /api/courses/{id}/lessons/{lessonId}/file/presigned', 'name', [...NAMES, 'x'.repeat(501)]],
  ['POST /api/courses/{id}/lessons/{lessonId}/file/presigned', 'bytes', [0, -1, 1.5, 2 ** 53, '1e3']],
  ['POST /api/courses/{id}/lessons/{lessonId}/file/complete', 'fileId', ['', 'x', LONG]],
  ['POST /api/admin/courses/import', 'instructorId', ['', 'x', LONG]],
  ['POST /api/admin/courses/import', 'currency', ['', 'usd', 'XXX', 'toString']],
  ['POST /api/admin/courses/import', 'format', ['', 'CSV', 'xlsx']],
  ['POST /api/admin/courses/{id}/approve', 'version', [0, -1, 1.5, 2 ** 31]],
  ['POST /api/admin/courses/{id}/reject', 'version', [0, -1, 1.5, 2 ** 31]],
  ['POST /api/admin/courses/{id}/reject', 'reason', ['', '  ', LONG]],
  ['PUT /api/courses/{course}', 'title', TITLES],
  ['PUT /api/courses/{course}', 'summary', [LONG]],
  ['POST /api/courses/{id}/reviews', 'rating', STARS],
  ['POST /api/courses/{id}/reviews', 'text', [LONG]],
  ['PUT /api/reviews/{id}', 'rating', STARS],
  ['PUT /api/reviews/{id}', 'text', [LONG]],
  ['PUT /api/reviews/{id}/reply', 'text', ['', '  ', LONG]],
  ['POST /api/reviews/{id}/report', 'reason', ['', '  ', LONG]],
  ['POST /api/courses/purchase', 'courseId', ['', 'x', `${NOBODY}0`, `{${NOBODY}}`, LONG]],
  ['POST /api/courses/purchase', 'paymentMethod', METHODS],
  ['POST /api/payment-methods/setup', 'paymentMethod', [...METHODS, NOBODY]],
  ['POST /api/payments/process', 'paymentMethod', METHODS],
  ['POST /api/payments/process', 'purpose', ['', 'gift', 'course_purchase ']],
  ['POST /api/payments/process', 'reference', ['', 'x', LONG]],
  ['POST /api/payments/refund', 'paymentId', ['', 'x', LONG]],
  ['POST /api/payments/refund', 'amount', [0, -1, 0.5, 2 ** 53, 100_000_000, '1e3']],
  ['POST /api/payments/refund', 'reason', ['', 'Other', 'toString']],
  ['POST /api/payments/refund', 'note', ['', '  ', LONG]],
  ['POST /api/payouts/request', 'currency', ['', 'usd', 'XXX', 'toString']],
  ['POST /api/payouts/request', 'amount', [0, -1, 0.5, 2 ** 53, 100_000_000, '1e3']],
  ['POST /api/admin/disputes/{id}/evidence', 'text', ['', '  ', NUL, 'x'.repeat(20_001)]],
  ['POST /api/organizations', 'name', NAMES],
  ['PATCH /api/organizations/{id}', 'name', NAMES],
  ['PUT /api/organizations/{id}/members/{userId}', 'role', ROLES],
  ['POST /api/organizations/{id}/invitations', 'email', EMAILS],
  ['POST /api/organizations/{id}/invitations', 'role', ROLES],
  ['POST /api/invitations/accept', 'token', TOKENS],
];

const WRONG_AMOUNTS = [
  '-1',
  '0.5',
  '1e309',
  '-1e309',
  '9007199254740992',
  '100000000',
  '"1e3"',
  '"4999"',
  'null',
  'true',
  '[4999]',
  '1e-1',
];

const bodyOf = ({ name }: Operation): Json => GOOD_BODIES[name] ?? {};
const asJson = { 'content-type': 'application/json' };

describe('Bad input', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  const everything = () => everythingStored(azora);

  /** As somebody who may do everything, so that nothing but the input is in the way. */
  function send(operation: Operation, body: object | string | undefined, headers: Record<string, string> = {}) {
    return admin.api.once().with(headers).send(operation.method, addressOf(operation), body);
  }

  it('is tried on every operation that takes a body, and in each of its fields', () => {
    const fields = (body: object = {}) => new Set(Object.keys(body));
    for (const { name, body } of BODIED)
      expect({ name, fields: fields(GOOD_BODIES[name]) }).toEqual({ name, fields: fields(body?.properties) });
  });

  it.each(BODIED)('of the wrong shape is refused by $name with a pointer to each fault', async operation => {
    const before = await everything();
    for (const wrong of WRONG_SHAPES) {
      const answer = await send(operation, JSON.stringify(wrong(bodyOf(operation))), asJson);
      expectProblem(answer, 422, 'invalid_input');
      expect(answer.body.errors.length).toBeGreaterThan(0);
      expect(answer.body.errors.length).toBeLessThanOrEqual(100);
    }
    expect(await everything()).toEqual(before);
  });

  it.each(BODIED.filter(it => it.body?.required))('of nothing at all is refused by $name', async operation => {
    const before = await everything();
    expectProblem(await send(operation, undefined), 422, 'invalid_input');
    expectProblem(await send(operation, {}), 422, 'invalid_input');
    expect(await everything()).toEqual(before);
  });

  it.each(BODIED)('in any field is refused by $name, which names the field', async operation => {
    const before = await everything();
    for (const [field, good] of Object.entries(bodyOf(operation)))
      for (const value of WRONG_VALUES.filter(wrong => !PLAIN.includes(typeof wrong) || typeof wrong !== typeof good)) {
        const answer = await send(operation, { ...bodyOf(operation), [field]: value });
        expectProblem(answer, 422, 'invalid_input');
        expect(answer.body.errors[0].pointer).toMatch(new RegExp(`^/${field}`));
      }
    expect(await everything()).toEqual(before);
  });

  it.each(WRONG_FIELDS)('for %s as its %s is refused', async (name, field, values) => {
    const before = await everything();
    const operation = BODIED.find(it => it.name === name) as Operation;
    for (const value of values) {
      const answer = await send(operation, { ...bodyOf(operation), [field]: value });
      expectProblem(answer, 422, 'invalid_input');
      expect(answer.body.errors[0].pointer).toMatch(new RegExp(`^/${field}`));
    }
    expect(await everything()).toEqual(before);
  });

  const priced = BODIED.filter(it => 'price' in bodyOf(it));
  it.each(priced)('for a price is refused by $name, whatever sort of number it is', async operation => {
    const before = await everything();
    for (const amount of WRONG_AMOUNTS) {
      const body = JSON.stringify(bodyOf(operation)).replace('"amount":4999', `"amount":${amount}`);
      const answer = await send(operation, body, asJson);
      expectProblem(answer, 422, 'invalid_input');
      expect(answer.body.errors[0].pointer).toBe('/price/amount');
    }
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['cut off', (body: string) => body.slice(0, -1)],
    ['followed by more', (body: string) => `${body}}`],
    ['empty', () => ''],
    ['not JSON', () => 'email=ada'],
    ['with a number that JSON does not know', () => '{"amount":NaN}'],
    ['with a __proto__', (body: string) => body.replace('{', '{"__proto__":{"isAdmin":true},')],
    ['with a constructor', (body: string) => body.replace('{', '{"constructor":{"prototype":{"isAdmin":true}},')],
    ['nested a hundred thousand deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('that is %s is refused by every route as malformed or misshapen', async (_, spoil) => {
    const before = await everything();
    for (const operation of BODIED) {
      const answer = await send(operation, spoil(JSON.stringify(bodyOf(operation))), asJson);
      if (answer.status === 422) expectProblem(answer, 422, 'invalid_input');
      else expectProblem(answer, 400, 'malformed_request');
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  it.each([
    'text/plain',
    'text/json',
    'application/jsonx',
    'application/vnd.api+json',
    'application/x-www-form-urlencoded',
    'application/xml',
    'nonsense',
  ])('sent as %s is refused by every route', async type => {
    const before = await everything();
    for (const operation of BODIED) {
      const fields = Object.entries(bodyOf(operation)).map(([key, value]) => [key, String(value)]);
      for (const body of [String(new URLSearchParams(fields)), JSON.stringify(bodyOf(operation))])
        expectProblem(await send(operation, body, { 'content-type': type }), 415, 'unsupported_media_type');
    }
    expect(await everything()).toEqual(before);
  });

  it('sent as a form is refused by every route that takes none', async () => {
    const before = await everything();
    for (const operation of BODIED) {
      const answer = await send(operation, '{}', { 'content-type': 'multipart/form-data; boundary=x' });
      if (operation.form) expectProblem(answer, 400, 'malformed_request');
      else expectProblem(answer, 415, 'unsupported_media_type');
    }
    expect(await everything()).toEqual(before);
  });

  it.each(BODIED)('of more than a megabyte is refused by $name', async operation => {
    const before = await everything();
    const answer = await send(operation, { ...bodyOf(operation), more: 'x'.repeat(1_100_000) });
    expectProblem(answer, 413, 'body_too_large');
    expect(await everything()).toEqual(before);
  });

  it.each(BODIED.filter(it => it.keyed))('without a good Idempotency-Key is refused by $name', async operation => {
    const before = await everything();
    for (const key of ['', 'x'.repeat(256), 'two words'])
      expectProblem(
        await send(operation, bodyOf(operation), { 'idempotency-key': key }),
        400,
        'idempotency_key_missing',
      );
    const keyless = await admin.api.post(operation.path, bodyOf(operation));
    expectProblem(keyless, 400, 'idempotency_key_missing');
    expect(await everything()).toEqual(before);
  });

  describe('in an address', () => {
    it.each([
      ['an unknown path', 'GET', '/api/nothing/here', 404, 'route_not_found'],
      ['the root', 'GET', '/', 404, 'route_not_found'],
      ['a percent sign that starts nothing', 'GET', '/api/courses/%E0%A4%A', 400, 'malformed_request'],
      ['percent-encoded bytes that are no text', 'GET', '/api/courses/%ff%fe', 400, 'malformed_request'],
      ['NUL in a slug', 'GET', '/api/courses/a%00b', 422, 'invalid_input'],
      ['a slug with slashes', 'GET', '/api/courses/..%2f..%2fetc', 404, 'course_not_found'],
      ['a slug that nobody has', 'GET', '/api/courses/nobody-has-this', 404, 'course_not_found'],
      ['a slug of 10 kB', 'GET', `/api/courses/${LONG}`, 414, 'uri_too_long'],
      ['an id that is none', 'GET', '/api/payments/1', 422, 'invalid_input'],
      ['an id in braces', 'GET', `/api/payments/%7B${NOBODY}%7D`, 422, 'invalid_input'],
      ['NUL in an id', 'GET', `/api/payments/${NOBODY}%00`, 422, 'invalid_input'],
      ['an id of 10 kB', 'GET', `/api/payments/${LONG}`, 414, 'uri_too_long'],
      ['an id that is none, of progress', 'GET', '/api/courses/1/progress', 422, 'invalid_input'],
      ['an id that is none, of a quiz', 'GET', `/api/courses/${NOBODY}/quizzes/1`, 422, 'invalid_input'],
      [
        'a cursor that is no number',
        'GET',
        `/api/courses/${NOBODY}/quizzes/${NOBODY}/attempts?cursor=IjEi`,
        422,
        'invalid_input',
      ],
      ['an id that is none, of a certificate', 'GET', '/api/courses/1/certificate', 422, 'invalid_input'],
      ['NUL in the code of a certificate', 'GET', '/api/certificates/a%00', 422, 'invalid_input'],
      ['a code that no certificate has', 'GET', '/api/certificates/%27%20or%201=1--', 404, 'certificate_not_found'],
      ['an id that is none, to learn', 'GET', '/api/courses/1/learn', 422, 'invalid_input'],
      ['an id that is none, of an organization', 'GET', '/api/organizations/1/members', 422, 'invalid_input'],
      ['an id that is none, of a member', 'DELETE', `/api/organizations/${NOBODY}/members/1`, 422, 'invalid_input'],
      ['a cursor that was not given out', 'GET', '/api/organizations?cursor=IngnIg', 422, 'invalid_input'],
      ['an id that is none, of a lesson', 'GET', '/api/lessons/1/content', 422, 'invalid_input'],
      ['a link to a file that nobody gave', 'GET', `/api/files/${'x'.repeat(72)}`, 404, 'file_link_invalid'],
      ['NUL in a link to a file', 'GET', '/api/files/a%00', 422, 'invalid_input'],
      ['a limit twice', 'GET', '/api/courses/list?limit=1&limit=2', 422, 'invalid_input'],
      ['a limit of nothing', 'GET', '/api/courses/list?limit=', 422, 'invalid_input'],
      ['a limit of zero', 'GET', '/api/courses/list?limit=0', 422, 'invalid_input'],
      ['a limit below zero', 'GET', '/api/courses/list?limit=-1', 422, 'invalid_input'],
      ['a limit above all', 'GET', '/api/courses/list?limit=101', 422, 'invalid_input'],
      ['a limit with a fraction', 'GET', '/api/courses/list?limit=1.5', 422, 'invalid_input'],
      ['a limit without end', 'GET', '/api/courses/list?limit=1e309', 422, 'invalid_input'],
      ['a limit in letters', 'GET', '/api/courses/list?limit=ten', 422, 'invalid_input'],
      ['an unknown parameter', 'GET', '/api/courses/list?page=2', 422, 'invalid_input'],
      ['a parameter of a page that has none', 'GET', '/api/courses/nobody-has-this?x=1', 422, 'invalid_input'],
      ['a nested parameter', 'GET', '/api/courses/list?limit[a]=1', 422, 'invalid_input'],
      ['a cursor of somebody else', 'GET', '/api/courses/list?cursor=abc', 422, 'invalid_input'],
      ['a cursor twice', 'GET', '/api/courses/list?cursor=a&cursor=b', 422, 'invalid_input'],
      ['a cursor of 10 kB', 'GET', `/api/courses/list?cursor=${LONG}`, 422, 'invalid_input'],
      ['a state that no payout has', 'GET', '/api/payouts?state=done', 422, 'invalid_input'],
      ['somebody else among my payouts', 'GET', `/api/payouts?payee=${NOBODY}`, 422, 'invalid_input'],
      ['a payee who is none', 'GET', '/api/admin/payouts?payee=1', 422, 'invalid_input'],
      ['an id that is none, of a run', 'GET', '/api/admin/payouts/runs/1', 422, 'invalid_input'],
      ['a cursor with NUL', 'GET', '/api/courses/list?cursor=%00', 422, 'invalid_input'],
      ['an id that is none, of a user', 'PUT', '/api/admin/users/1/lock', 422, 'invalid_input'],
      ['an id that is none, of a key', 'DELETE', '/api/api-keys/1', 422, 'invalid_input'],
      ['an id that is none, of a session', 'DELETE', '/api/auth/sessions/current', 422, 'invalid_input'],
      ['an id in one way only', 'GET', `/api/payments/${NOBODY.replaceAll('-', '')}`, 422, 'invalid_input'],
      ['NUL in what users are searched by', 'GET', '/api/admin/users?search=a%00', 422, 'invalid_input'],
      ['a role that nobody has', 'GET', '/api/admin/users?role=owner', 422, 'invalid_input'],
      ['a provider that there is not', 'GET', '/api/auth/oauth/nobody/start', 404, 'unknown_identity_provider'],
      ['a provider that every object has', 'GET', '/api/auth/oauth/toString/start', 404, 'unknown_identity_provider'],
      ['NUL in a provider', 'GET', '/api/auth/oauth/a%00/start', 422, 'invalid_input'],
      ['a page that is elsewhere', 'GET', '/api/auth/oauth/google/start?returnTo=//evil.example', 422, 'invalid_input'],
      ['a page by its full address', 'GET', '/api/auth/oauth/google/start?returnTo=https://a.b', 422, 'invalid_input'],
      ['a page with a new line', 'GET', '/api/auth/oauth/google/start?returnTo=/%0d%0aa:b', 422, 'invalid_input'],
      ['a code with NUL', 'GET', '/api/auth/oauth/google/callback?code=%00', 422, 'invalid_input'],
      ['a code of 10 kB', 'GET', `/api/auth/oauth/google/callback?code=${LONG}`, 422, 'invalid_input'],
      ['a state that no payment has', 'GET', '/api/payments/history?state=lost', 422, 'invalid_input'],
      ['a day that no calendar has', 'GET', '/api/payments/history?from=2026-02-30', 422, 'invalid_input'],
      ['a year that PostgreSQL does not know', 'GET', '/api/payments/history?to=0000-01-01', 422, 'invalid_input'],
      ['a month that no year has', 'GET', '/api/instructors/me/earnings?from=2026-13', 422, 'invalid_input'],
      ['a year before the first', 'GET', '/api/instructors/me/earnings?to=0000-01', 422, 'invalid_input'],
      ['a course that is none', 'GET', '/api/instructors/me/sales?courseId=1', 422, 'invalid_input'],
      ['a currency that nobody pays in', 'GET', '/api/instructors/me/sales?currency=XXX', 422, 'invalid_input'],
      ['a moment without a zone', 'GET', '/api/payments/history?to=2026-01-01T00:00:00', 422, 'invalid_input'],
      ['an id that is none, of a payment method', 'DELETE', '/api/payment-methods/1', 422, 'invalid_input'],
      ['an id that is none, of a receipt', 'GET', '/api/payments/1/receipt', 422, 'invalid_input'],
    ])('%s is refused', async (_, method, path, status, code) => {
      const before = await everything();
      expectProblem(await admin.api.send(method, path), status, code);
      expect(await everything()).toEqual(before);
    });

    it.each([
      [[`2026-01-01T00:00:00.${'1'.repeat(150)}Z`, NOBODY]],
      [['0000-01-01T00:00:00Z', NOBODY]],
      [['9999-12-31T23:59:59+23:59', NOBODY]],
      [['2026-02-30T00:00:00Z', NOBODY]],
      [['infinity', NOBODY]],
      [['2026-01-01T00:00:00Z', 'x']],
      [{ __proto__: null, 0: 1 }],
      [null],
      [[['2026-01-01T00:00:00Z', NOBODY]]],
    ])('a forged cursor of %j leads nowhere', async key => {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
      const lists = [
        ...['courses/list', 'admin/courses', 'payments/history', 'admin/audit'],
        ...['instructors/me/earnings', 'instructors/me/sales'],
      ];
      for (const list of lists) {
        const answer = await admin.api.get(`/api/${list}?cursor=${cursor}`);
        expectProblem(answer, 422, 'invalid_input');
      }
    });

    it('of more than sixteen kilobytes is refused before it is read', async () => {
      const answer = await azora.api.get(`/api/courses/list?cursor=${'x'.repeat(20_000)}`);
      expect(answer.status).toBe(431);
    });

    it('a body with GET does not matter', async () => {
      const answer = await raw(azora.url, 'GET', '/api/courses/list', asJson, '{"limit":-1}');
      expect(answer.status).toBe(200);
    });

    it.each([
      ['DELETE', '/api/courses/list', 'GET, HEAD'],
      ['POST', '/api/tokens/balance', 'GET, HEAD'],
      ['GET', '/api/auth/login', 'POST'],
      ['PATCH', '/api/payments/process', 'POST'],
      ['DELETE', '/api/webhooks/stripe', 'POST'],
    ])('%s %s is told what the path does answer to', async (method, path, allowed) => {
      const answer = await azora.api.send(method, path);
      expectProblem(answer, 405, 'method_not_allowed');
      const methods = answer.headers.get('allow')?.split(', ') ?? [];
      for (const one of allowed.split(', ')) expect(methods).toContain(one);
      expect(methods).not.toContain(method);
    });
  });
});
