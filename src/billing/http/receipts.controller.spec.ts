import { Azora } from '../../../test/support/azora.ts';
import { aLearner, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { textsIn } from '../../kernel/testing/pdf-text.ts';
import { receiptView } from '../queries/receipt.view.ts';
import { aPaidPayment, aRequestedPayment, conclude } from '../testing/paid.ts';

const EVIL = `<script>alert("1")</script> & 'more' ${'long '.repeat(100)}`;

describe('A receipt over HTTP', () => {
  let azora: Azora;
  let learner: Person;
  let paymentId: string;

  beforeAll(async () => {
    azora = await Azora.start({
      environment: { WORKERS: 'off', PLATFORM_NAME: 'Learn & Co.', PLATFORM_ADDRESS: '1 Main Street, Springfield' },
    });
    learner = await aLearner(azora);
    paymentId = await aPaidPayment(azora, { payerId: learner.id, amount: Money.of(1_250, 'KWD'), description: EVIL });
  });

  afterAll(() => azora.stop());

  function as(accept: string, id = paymentId) {
    return learner.api.with({ accept }).get(`/api/payments/${id}/receipt`);
  }

  it('is data for programs', async () => {
    const answer = await as('application/json');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(receiptView.parse(answer.body)).toEqual({
      number: `${azora.clock.now().getUTCFullYear()}-000001`,
      paymentId,
      issuedAt: expect.any(String),
      payer: { name: 'Lea Learner', email: learner.email },
      seller: { name: 'Learn & Co.', address: '1 Main Street, Springfield' },
      description: EVIL,
      lines: [{ description: EVIL, amount: { amount: 1_250, currency: 'KWD' } }],
      amount: { amount: 1_250, currency: 'KWD' },
      paymentMethod: 'card',
    });
  });

  it('is a page for browsers, in which nothing of a description is code', async () => {
    const { status, headers, body } = await as('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /);
    expect(body).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39; long');
    expect(body).toContain('Learn &amp; Co., 1 Main Street, Springfield');
    expect(body).toContain('1.250 KWD');
    expect(body).not.toContain('<script');
  });

  it('is a PDF to keep', async () => {
    const answer = await learner.api.with({ accept: 'application/pdf' }).fetch(`/api/payments/${paymentId}/receipt`);
    const year = azora.clock.now().getUTCFullYear();
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="receipt-${year}-000001.pdf"`);
    const texts = textsIn(Buffer.from(await answer.arrayBuffer())).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining([`Receipt ${year}-000001`, paymentId, '1.250 KWD']));
  });

  it.each(['image/png', 'text/csv', 'application/pdf;q=0'])('is not to be had as %s', async accept => {
    expectProblem(await as(accept), 406, 'not_acceptable');
  });

  it("stays as it was, whatever becomes of its payer's name", async () => {
    const before = (await as('application/json')).body;
    await learner.api.send('PATCH', '/api/me', { name: 'Somebody Else' });
    expect((await as('application/json')).body).toEqual(before);
  });

  it("is nobody else's", async () => {
    const stranger = await aLearner(azora);
    const theirs = await stranger.api.get(`/api/payments/${paymentId}/receipt`);
    expectProblem(theirs, 404, 'payment_not_found');
    expectProblem(await as('application/json', newId()), 404, 'payment_not_found');
  });

  it('is only of what was paid', async () => {
    const open = await aRequestedPayment(azora, { payerId: learner.id });
    expectProblem(await as('application/json', open), 404, 'receipt_not_found');
    await conclude(azora, open, 'failed');
    expectProblem(await as('application/pdf', open), 404, 'receipt_not_found');
  });

  it('is part of what its payer can take along', async () => {
    const { body } = await learner.api.get('/api/me/export');
    expect(body.sections.billing.receipts).toEqual([(await as('application/json')).body]);
  });
});
