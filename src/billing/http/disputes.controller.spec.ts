import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aLearner, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { disputeView, paymentDetailView } from '../billing.contract.ts';
import { RecordDisputes } from '../commands/record-disputes.ts';
import { disputePageView } from '../queries/list-disputes.ts';
import { aDisputedPayment } from '../testing/charged.ts';
import { DUE, disputed, type Stage } from '../testing/disputes.ts';
import { aPaidPayment } from '../testing/paid.ts';
import { NOON } from '../testing/payments.ts';

const DAY = 86_400_000;
const PATH = '/api/admin/disputes';

describe('Disputes over HTTP', () => {
  let azora: Azora;
  let learner: Person;
  let support: Person;
  /** Of one payment each, opened a day apart. */
  const payments: string[] = [];

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [learner, support] = await Promise.all([aLearner(azora), someoneWith(azora, 'support')]);
    const stages: Stage[] = ['inquiry', 'opened', 'answered', 'won', 'lost'];
    for (const [day, stage] of stages.entries()) {
      const paymentId = await aPaidPayment(azora, { payerId: learner.id });
      const traits = { id: `dp_${newId()}`, openedAt: new Date(NOON.getTime() + day * DAY) };
      await azora.app.get(CommandBus).execute(new RecordDisputes(paymentId, [disputed(stage, traits)]));
      payments.push(paymentId);
    }
  });

  afterAll(() => azora.stop());

  async function listed(query = ''): Promise<string[]> {
    const { body } = await support.api.get(`${PATH}?${query}`);
    return disputePageView.parse(body).items.map(({ paymentId }) => paymentId);
  }

  it.each(['support', 'admin'] as const)('are all shown to %s, newest first, with the day they are due', async role => {
    const { api } = await someoneWith(azora, role);
    const page = disputePageView.parse((await api.get(PATH)).body);
    expect(page.items.map(({ paymentId }) => paymentId)).toEqual(payments.toReversed());
    expect(page.items[3]).toEqual({
      id: expect.any(String),
      paymentId: payments[1],
      amount: { amount: 4_999, currency: 'USD' },
      reason: 'fraudulent',
      state: 'needs_response',
      funds: 'withdrawn',
      evidenceDueAt: DUE.toISOString(),
      openedAt: '2026-03-02T12:00:00.000Z',
      closedAt: null,
    });
    expect(page.items[0]?.closedAt).not.toBeNull();
  });

  it('are listed by state', async () => {
    expect(await listed('state=needs_response')).toEqual([payments[1]]);
    expect(await listed('state=won')).toEqual([payments[3]]);
    expectProblem(await support.api.get(`${PATH}?state=open`), 422, 'invalid_input');
  });

  it('are listed page by page, without a gap or a repeat', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await support.api.get(`${PATH}?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      const page = disputePageView.parse(body);
      seen.push(...page.items.map(({ paymentId }) => paymentId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(payments.toReversed());
  });

  describe('that need a response', () => {
    async function acts(id: string): Promise<string[]> {
      const find = `select action from identity.audit_log where subject = $1`;
      const rows = await rowsOf<{ action: string }>(azora, find, [`dispute:${id}`]);
      return rows.map(({ action }) => action);
    }

    it('are contested with evidence, once, and it is written down who did', async () => {
      const { id } = await aDisputedPayment(azora);
      const contest = (text: string) => support.api.once().post(`${PATH}/${id}/evidence`, { text });
      const contested = await contest('See the log.');
      expect(contested.status).toBe(200);
      expect(disputeView.parse(contested.body)).toMatchObject({ id, state: 'under_review', funds: 'withdrawn' });
      const refused = await contest('And this.');
      expectProblem(refused, 409, 'dispute_not_answerable');
      expect(refused.body.state).toBe('under_review');
      expect(await acts(id)).toEqual(['billing.dispute_contested']);
    });

    it('are accepted, and lost with that', async () => {
      const { id } = await aDisputedPayment(azora);
      const { body } = await support.api.once().post(`${PATH}/${id}/accept`);
      expect(disputeView.parse(body)).toMatchObject({ id, state: 'lost', funds: 'withdrawn' });
      expect(await acts(id)).toEqual(['billing.dispute_accepted']);
    });

    it('are not there when they are not, nor for others', async () => {
      for (const [path, body] of [['evidence', { text: 'x' }], ['accept']] as const) {
        expectProblem(await support.api.once().post(`${PATH}/${newId()}/${path}`, body), 404, 'dispute_not_found');
        expectProblem(await learner.api.once().post(`${PATH}/${newId()}/${path}`, body), 403, 'forbidden');
      }
    });
  });

  it('are no business of anybody else', async () => {
    for (const { api } of [learner, await someoneWith(azora, 'instructor')])
      expectProblem(await api.get(PATH), 403, 'forbidden');
  });

  it('are shown to the payer with their payment, and in what is known of them', async () => {
    const { body } = await learner.api.get(`/api/payments/${payments[4]}`);
    expect(paymentDetailView.parse(body).disputes).toMatchObject([{ paymentId: payments[4], state: 'lost' }]);
    const { body: known } = await learner.api.get('/api/me/export');
    const disputes = known.sections.billing.disputes.map((dispute: object) => disputeView.parse(dispute).paymentId);
    expect(disputes).toEqual(payments);
  });
});
