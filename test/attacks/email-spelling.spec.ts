import { Azora, unique } from '../support/azora.ts';
import type { Answer } from '../support/client.ts';
import { PASSWORD } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { eventsOf } from '../support/stored.ts';

/** Spellings of one mailbox: whoever writes one of them means it. */
const SAME: [string, (email: string) => string][] = [
  ['in capitals', email => email.toUpperCase()],
  ['with spaces around it', email => ` ${email}\t\n`],
  ['with spaces that are not ASCII around it', email => `\u00a0${email}\u3000`],
  [
    'in full-width letters',
    email => email.replace(/[!-~]/g, it => String.fromCodePoint((it.codePointAt(0) ?? 0) + 0xfee0)),
  ],
  ['with a Kelvin sign for its k', email => email.replace('k', '\u212a')],
  ['with a ligature for its fi', email => email.replace('fi', '\ufb01')],
  ['with a raised letter', email => email.replace('a', '\u1d43')],
];

/** What only looks like it. */
const OTHERS: [string, (email: string) => string][] = [
  ['with a dotless i', email => email.replace('i', '\u0131')],
  ['with a dotted capital I', email => email.replace('i', '\u0130')],
  ['with a Cyrillic a', email => email.replace('a', '\u0430')],
  ['with a composed accent', email => email.replace('e', '\u00e9')],
  ['with a decomposed accent', email => email.replace('e', 'e\u0301')],
  ['with a sharp s for its ss', email => email.replace('ss', '\u00df')],
  ['with an invisible letter', email => email.replace('@', '\u200b@')],
  ['with a soft hyphen', email => email.replace('@', '\u00ad@')],
  ['with a mark that turns it around', email => `\u202e${email}`],
  ['with a dot at the end', email => `${email}.`],
  ['with a dot before the at sign', email => email.replace('@', '.@')],
  ['with a tag', email => email.replace('@', '+tag@')],
  ['with a comment', email => email.replace('@', '(me)@')],
  ['in quotes', email => email.replace(/^(.*)@/, '"$1"@')],
  ['with a name before it', email => `Ada <${email}>`],
  ['with another behind it', email => `${email},eve@example.org`],
  ['with the wildcard of a database', email => email.replace('k', '_')],
];

describe('An address', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.clock.stop();
  });

  afterAll(() => azora.stop());

  async function anOwner(): Promise<string> {
    const email = `${unique('kiss-office')}@example.org`;
    expect((await signUp(email)).status).toBe(201);
    return email;
  }

  function signUp(email: string): Promise<Answer> {
    return azora.api.post('/api/auth/signup', { email, name: 'Ada', password: PASSWORD });
  }

  function logIn(email: string, password = PASSWORD): Promise<Answer> {
    return azora.api.post('/api/auth/login', { email, password });
  }

  it.each(SAME)('%s is the same for signing in, and opens no second account', async (_, spelled) => {
    const email = await anOwner();
    expect((await logIn(spelled(email))).body.user.email).toBe(email);
    expect([409, 422]).toContain((await signUp(spelled(email))).status);
  });

  it.each(OTHERS)('%s is another: it signs nobody in', async (_, spelled) => {
    expectProblem(await logIn(spelled(await anOwner())), 401, 'wrong_credentials');
  });

  it.each([...SAME, ...OTHERS])(
    '%s has nothing mailed but to an address that its owner has signed up with',
    async (_, spelled) => {
      const email = await anOwner();
      const before = await eventsOf(azora, 'identity.proof_requested');
      for (const path of ['/api/auth/password/forgot', '/api/auth/resend-verification']) {
        const { status } = await azora.api.post(path, { email: spelled(email) });
        expect([202, 422]).toContain(status);
      }
      const asked = (await eventsOf(azora, 'identity.proof_requested')).slice(before.length);
      for (const request of asked as { email: string; userId: string | null }[])
        if (request.userId) expect(request.email).toBe(email);
    },
  );

  it('can not be guessed at more often by spelling it in many ways', async () => {
    const email = await anOwner();
    const answers = [];
    for (const [, spelled] of SAME) answers.push(await logIn(spelled(email), 'a guess'));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expectProblem(await logIn(email), 429, 'too_many_attempts');
  });

  it('with a tag is an account of its own', async () => {
    const email = await anOwner();
    const tagged = email.replace('@', '+tag@');
    expect((await signUp(tagged)).body.user.email).toBe(tagged);
    expect((await logIn(email)).body.user.email).toBe(email);
  });
});
