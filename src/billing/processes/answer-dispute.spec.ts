import { register } from 'prom-client';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { aDisputedPayment } from '../testing/charged.ts';
import { AnswerDispute } from './answer-dispute.ts';
import { OPEN_DISPUTES } from './books-gauges.ts';
import { Reconcile } from './reconcile.ts';
import { WatchBooks } from './watch-books.ts';

const BANK_DECIDES = 60;
/** As often as the SDK asks: three times, and each once more when the connection breaks. */
const EVERY_TRY = 6;
const ROUTES = 'POST /v1/disputes/*';

describe('Answering a dispute', () => {
  let azora: Azora;
  let answering: AnswerDispute;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    azora.stripe.setWebhook();
    answering = azora.app.get(AnswerDispute, { strict: false });
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  async function stored(id: string) {
    const [row] = await rowsOf(azora, 'select state, funds, answer from billing.disputes where id = $1', [id]);
    return row;
  }

  async function checkAt(id: string): Promise<Date> {
    const [row] = await rowsOf<{ check_at: Date }>(azora, 'select check_at from billing.disputes where id = $1', [id]);
    return row?.check_at as Date;
  }

  function atBank(providerId: string) {
    const dispute = azora.stripe.store.get('dispute', providerId);
    return { text: dispute?.evidence.uncategorized_text, times: dispute?.evidence_details.submission_count };
  }

  async function reconcile(): Promise<void> {
    azora.clock.advance({ minutes: 2 });
    await azora.app.get(Reconcile, { strict: false }).reconcile('disputes');
  }

  it('brings the evidence to the bank once, keeps none of it, and follows the dispute to its end', async () => {
    const { id, providerId } = await aDisputedPayment(azora);
    const operationId = newId();
    const answer = () => answering.answer(id, { evidence: 'winning_evidence' }, operationId);
    expect(await answer()).toMatchObject({ id, state: 'under_review' });
    expect(await answer()).toMatchObject({ id, state: 'under_review' });
    expect(atBank(providerId)).toEqual({ text: 'winning_evidence', times: 1 });
    expect(await stored(id)).toEqual({ state: 'under_review', funds: 'withdrawn', answer: null });
    azora.stripe.advance(BANK_DECIDES);
    await reconcile();
    expect(await stored(id)).toMatchObject({ state: 'won', funds: 'returned' });
    expect(await answer()).toMatchObject({ state: 'won' });
  });

  it('accepts what is to be lost', async () => {
    const { id } = await aDisputedPayment(azora);
    expect(await answering.answer(id, { evidence: null }, newId())).toMatchObject({ state: 'lost' });
  });

  it('is done once, in however many windows', async () => {
    const { id, providerId } = await aDisputedPayment(azora);
    const texts = ['one', 'two', 'three', 'four'];
    const answers = await Promise.allSettled(texts.map(evidence => answering.answer(id, { evidence }, newId())));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual(
      Array(3).fill({ status: 'rejected', reason: expect.objectContaining({ code: 'dispute_not_answerable' }) }),
    );
    expect(atBank(providerId).times).toBe(1);
  });

  it.each([
    ['is lost after its effect', 'answer_lost' as const],
    ['is refused for now', 'rate_limited' as const],
    ['meets an error that Stripe would keep', 'server_error' as const],
  ])('that %s is done later, without being asked for again', async (_, fault) => {
    const { id, providerId } = await aDisputedPayment(azora);
    azora.stripe.faults.add({ fault, on: ROUTES, times: EVERY_TRY });
    const operationId = newId();
    const answer = () => answering.answer(id, { evidence: 'losing_evidence' }, operationId);
    await expect(answer()).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(await stored(id)).toMatchObject({ answer: { evidence: 'losing_evidence' } });
    azora.stripe.faults.clear();
    await reconcile();
    expect(await stored(id)).toMatchObject({ answer: null });
    expect(atBank(providerId)).toEqual({ text: 'losing_evidence', times: 1 });
    expect(['under_review', 'lost']).toContain((await answer()).state);
  });

  it('that fails in a way that nobody has thought of is tried again by the schedule', async () => {
    const { id } = await aDisputedPayment(azora);
    azora.stripe.faults.add({ fault: 'refused', on: 'GET /v1/disputes*', code: 'unheard_of' });
    await expect(answering.answer(id, { evidence: 'losing_evidence' }, newId())).rejects.toThrow();
    const before = await checkAt(id);
    azora.clock.advance({ minutes: 2 });
    await expect(answering.resume(id)).rejects.toThrow();
    expect((await checkAt(id)).getTime()).toBeGreaterThan(before.getTime());
  });

  it('that came too late leaves what the bank has decided', async () => {
    const { id } = await aDisputedPayment(azora);
    azora.stripe.advance(9 * 86_400);
    expect(await answering.answer(id, { evidence: 'winning_evidence' }, newId())).toMatchObject({ state: 'lost' });
    const again = answering.answer(id, { evidence: null }, newId());
    await expect(again).rejects.toMatchObject({ code: 'dispute_not_answerable', details: { state: 'lost' } });
  });

  it('is waited for by as many as the metric says', async () => {
    await rowsOf(azora, `delete from billing.disputes`);
    await Promise.all([aDisputedPayment(azora), aDisputedPayment(azora)]);
    const { id } = await aDisputedPayment(azora);
    await answering.answer(id, { evidence: 'Read this.' }, newId());
    await azora.app.get(WatchBooks, { strict: false }).watch();
    const { values } = (await register.getSingleMetric(OPEN_DISPUTES)?.get()) ?? { values: [] };
    expect(values.map(({ labels, value }) => [labels.state, value]).sort()).toEqual([
      ['needs_response', 2],
      ['under_review', 1],
    ]);
  });
});
