import { EventUpkeep } from '../../src/kernel/events/upkeep.ts';
import { aStoredOrganization, tokenOf } from '../../src/organizations/testing/members.ts';
import { Authenticator } from '../support/authenticator.ts';
import { Azora, unique } from '../support/azora.ts';
import type { Client } from '../support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { mailsTo } from '../support/inbox.ts';
import { anAdmin, anInstructor, type Person } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { rowsOf } from '../support/stored.ts';

const PASSWORD = 'correct horse battery staple';

/** One learner who has done all there is to do, and then wants to be forgotten. */
describe('Erasing an account', () => {
  const name = unique('Ottilie');
  const email = `${unique('ottilie')}@example.org`;
  let azora: Azora;
  let admin: Person;
  let instructor: Person;
  let course: PublishedCourse;
  let organizationId: string;
  let learner: { id: string; api: Client; refreshToken: string; key: Client };
  let paymentId: string;
  let customerId: string;
  let code: string;

  beforeAll(async () => {
    azora = await Azora.start();
    [admin, instructor] = await Promise.all([anAdmin(azora), anInstructor(azora)]);
    course = await aPublishedCourse(instructor);
    const { body } = await azora.api.post('/api/auth/signup', { email, name, password: PASSWORD });
    const api = azora.api.as(body);
    const key = await anApiKey(api);
    learner = { id: body.user.id, api, refreshToken: body.refreshToken, key };
    organizationId = await join(api);
    await Authenticator.of({ api }, azora.clock.now(), PASSWORD);
    paymentId = await learn(api);
    [customerId = ''] = azora.stripe.store.all('customer').map(({ id }) => id);
  });

  afterAll(() => azora.stop());

  async function anApiKey(api: Client): Promise<Client> {
    const wish = { name: 'Export', scopes: ['payments:own'], password: PASSWORD };
    return azora.api.as({ accessToken: (await api.post('/api/api-keys', wish)).body.key });
  }

  async function join(api: Client): Promise<string> {
    const organization = await aStoredOrganization(azora);
    const invited = await organization.owner.api.post(`${organization.path}/invitations`, { email, role: 'member' });
    await api.post('/api/invitations/accept', { token: tokenOf(azora, invited.body.id) });
    return organization.id;
  }

  /** Buys the course and completes it. @returns the id of the payment */
  async function learn(api: Client): Promise<string> {
    await api.once().post('/api/payment-methods/setup', { paymentMethod: 'pm_card_visa' });
    const { body } = await api.once().post('/api/courses/purchase', { courseId: course.id });
    await eventually(async () => (await api.get('/api/courses/mine')).body.items.length === 1);
    const [first, last] = course.lessonIds;
    await api.post(`/api/courses/${course.id}/lessons/${first}/complete`);
    await passQuiz(api, await aQuizIn(last));
    code = (await api.get(`/api/courses/${course.id}/certificate`)).body.code;
    await eventually(async () => (await api.get('/api/tokens/balance')).body.available === 100);
    await eventually(async () => (await subjectsOfMails()).some(subject => subject.startsWith('Your receipt')));
    return body.paymentId;
  }

  async function aQuizIn(lessonId = ''): Promise<string> {
    const ask = (prompt: string) => ({ kind: 'short_text', prompt, accepted: ['Nobody'] });
    const quiz = { questions: [ask('Who knows?'), ask('Who are you?')], passPercent: 50, shuffled: false };
    const { body } = await instructor.api.put(`/api/courses/${course.id}/lessons/${lessonId}/quiz`, quiz);
    await instructor.api.post(`/api/courses/${course.id}/publish`);
    return body.lessons.find(({ id }: { id: string }) => id === lessonId).quiz.id;
  }

  /** With their name as one of the answers. */
  async function passQuiz(api: Client, quizId: string): Promise<void> {
    const path = `/api/courses/${course.id}/quizzes/${quizId}`;
    const [one, other] = (await api.get(path)).body.questions.map(({ id }: { id: string }) => id);
    await api.post(`${path}/attempts`, { answers: { [one]: 'nobody', [other]: name } });
  }

  async function subjectsOfMails(): Promise<string[]> {
    return (await mailsTo(email)).map(({ subject }) => subject);
  }

  async function ledger(): Promise<{ account: string; balance: number }[]> {
    return (await admin.api.get('/api/finance/ledger')).body.items;
  }

  /** Every table that has this text in any of its rows. */
  async function tablesWith(text: string): Promise<string[]> {
    const tables = await rowsOf<{ name: string }>(
      azora,
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') order by name`,
    );
    const searches = tables.map(async table => ({
      table: table.name,
      found: await rowsOf(azora, `select 1 from ${table.name} as t where t::text ilike '%' || $1 || '%' limit 1`, [
        text,
      ]),
    }));
    return (await Promise.all(searches)).filter(({ found }) => found.length > 0).map(({ table }) => table);
  }

  it('begins with everything that is known, each context in its section', async () => {
    const { status, body } = await learner.api.get('/api/me/export');
    expect(status).toBe(200);
    const anInstant = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    const [first, last] = course.lessonIds as [string, string];
    const completions = { [first]: { at: anInstant, score: null }, [last]: { at: anInstant, score: 50 } };
    expect(body.sections).toEqual({
      identity: {
        account: { id: learner.id, email, name, roles: ['learner'], emailVerified: false },
        links: [],
        emailChanges: [],
        sessions: [expect.objectContaining({ startedAt: anInstant, endedAt: null, address: expect.any(String) })],
        apiKeys: [expect.objectContaining({ name: 'Export', scopes: ['payments:own'], createdAt: anInstant })],
        linkedProviders: [],
        knownDevices: [{ lastSeenAt: anInstant }],
        secondFactor: { confirmedAt: anInstant },
      },
      organizations: {
        memberships: [expect.objectContaining({ organizationId, role: 'member', joinedAt: anInstant })],
        invitations: [expect.objectContaining({ organizationId, email, acceptedAt: anInstant })],
      },
      billing: {
        customerAtStripe: customerId,
        paymentMethods: [expect.objectContaining({ brand: 'visa', last4: '4242', default: true })],
        payments: [expect.objectContaining({ id: paymentId, amount: { amount: 4_999, currency: 'USD' } })],
        receipts: [expect.objectContaining({ paymentId, payer: { name, email } })],
        refunds: [],
        disputes: [],
        payoutAccountAtStripe: null,
        earnings: [],
        payouts: [],
      },
      catalog: {
        purchases: [expect.objectContaining({ courseId: course.id, amount: 4_999, currency: 'USD' })],
        enrollments: [expect.objectContaining({ courseId: course.id, completedLessons: completions })],
        quizAttempts: [expect.objectContaining({ courseId: course.id, number: 1, percent: 50 })],
        certificates: [expect.objectContaining({ courseId: course.id, name, completedAt: anInstant })],
        reviews: [],
        reviewReports: [],
        reviewReplies: [],
        courses: [],
        taughtCourses: [],
        splitAgreements: [],
      },
      rewards: { tokens: [expect.objectContaining({ amount: 100 })] },
      notifications: {
        mails: expect.arrayContaining(
          ['verify-email', 'alert', 'receipt'].map(template => expect.objectContaining({ template })),
        ),
      },
    });
    expect(JSON.stringify(body)).not.toMatch(/argon2|sealed|hash/i);
  });

  it('is refused without the password, and changes nothing', async () => {
    for (const password of [undefined, 'wrong'])
      expectProblem(await learner.api.send('DELETE', '/api/me', { password }), 403, 'wrong_password');
    expect((await learner.api.get('/api/me')).body.email).toBe(email);
  });

  describe('with the password', () => {
    let before: Awaited<ReturnType<typeof ledger>>;

    beforeAll(async () => {
      before = await ledger();
      const { status, body } = await learner.api.send('DELETE', '/api/me', { password: PASSWORD });
      expect(status).toBe(200);
      expect(body).toEqual({ erased: expect.any(Array), kept: expect.any(Array) });
    });

    it('ends sessions, refresh tokens and API keys at once', async () => {
      const { refreshToken } = learner;
      expectProblem(await learner.api.get('/api/me'), 401, 'unauthenticated');
      expectProblem(await learner.key.get('/api/payments/history'), 401, 'unauthenticated');
      expectProblem(await azora.api.post('/api/auth/refresh', { refreshToken }), 401, 'refresh_token_invalid');
    });

    it('lets nobody in, as if the address had never been known', async () => {
      const logIn = (address: string) => azora.api.post('/api/auth/login', { email: address, password: PASSWORD });
      const [erased, unknown] = [await logIn(email), await logIn(`${unique('nobody')}@example.org`)];
      for (const answer of [erased, unknown]) expectProblem(answer, 401, 'wrong_credentials');
      expect({ ...erased.body, traceId: '' }).toEqual({ ...unknown.body, traceId: '' });
    });

    it('hides the person from those who run the platform', async () => {
      for (const q of [name, email, 'Erased', learner.id])
        expect((await admin.api.get(`/api/admin/users?q=${encodeURIComponent(q)}`)).body.items).toEqual([]);
    });

    it('says farewell to the former address', async () => {
      await eventually(async () => (await subjectsOfMails()).includes('Your account was erased'));
    });

    it('has Stripe delete the customer with the saved cards, which are forgotten here too', async () => {
      await eventually(() => azora.stripe.store.get('customer', customerId)?.deleted === true);
      const kept = azora.stripe.store.all('payment_method').filter(({ customer }) => customer === customerId);
      expect(kept).toEqual([]);
      await eventually(async () => (await rowsOf(azora, 'select from billing.customers')).length === 0);
      expect(await rowsOf(azora, 'select from billing.payment_methods')).toEqual([]);
    });

    it('ends the membership', async () => {
      await eventually(async () => {
        const left = await rowsOf(azora, 'select from organizations.memberships where user_id = $1', [learner.id]);
        return left.length === 0;
      });
    });

    it('leaves the certificate to be verified, without the name', async () => {
      const verified = await eventually(async () => {
        const { body } = await azora.api.get(`/api/certificates/${code}`);
        return body.name === null && body;
      });
      expect(verified).toMatchObject({ code, revokedAt: null, completedAt: expect.any(String) });
    });

    it('leaves payments under the id, and the sale in the books, which balance', async () => {
      const after = await ledger();
      expect(after).toEqual(before);
      expect(after.reduce((sum, { balance }) => sum + balance, 0)).toBe(0);
      expect(after).toContainEqual({ account: `payable:${instructor.id}`, currency: 'USD', balance: 3_499 });
      const payments = await rowsOf(azora, 'select id, payer_id from billing.payments');
      expect(payments).toEqual([{ id: paymentId, payer_id: learner.id }]);
    });

    it('leaves neither the name nor the address in any row of any table', async () => {
      await eventually(async () => {
        await azora.app.get(EventUpkeep, { strict: false }).forgetPersonal();
        const found = [...(await tablesWith(name)), ...(await tablesWith(email))];
        if (found.length > 0) throw new Error(`There is something left in ${found.join(', ')}`);
        return true;
      });
      expect(await tablesWith(learner.id)).toEqual(expect.arrayContaining(['billing.payments', 'catalog.enrollments']));
    });

    it('leaves the address free for another account, which inherits nothing', async () => {
      const anew = await azora.api.post('/api/auth/signup', { email, name, password: PASSWORD });
      expect(anew.status).toBe(201);
      expect(anew.body.user.id).not.toBe(learner.id);
      const api = azora.api.as(anew.body);
      expect((await api.get('/api/courses/mine')).body.items).toEqual([]);
      expect((await api.get('/api/tokens/balance')).body.available).toBe(0);
      expect((await api.get('/api/organizations')).body.items).toEqual([]);
    });
  });
});
