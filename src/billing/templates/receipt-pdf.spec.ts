import { existsSync } from 'node:fs';
import { newId } from '../../kernel/domain/ids.ts';
import { type PdfText, textsIn } from '../../kernel/testing/pdf-text.ts';
import type { ReceiptView } from '../queries/receipt.view.ts';
import { ReceiptPdf } from './receipt-pdf.ts';

/** Debian's and most others'; knows no Chinese. */
const DEJAVU = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf';
const withDejaVu = existsSync(DEJAVU) ? describe : describe.skip;

const [LEFT, RIGHT, BOTTOM] = [56, 595.28 - 56, 56];

function aReceipt(description: string, amount = { amount: 4_999, currency: 'USD' }): ReceiptView {
  return {
    number: '2026-000001',
    paymentId: newId(),
    issuedAt: '2026-03-01T12:00:00.000Z',
    payer: { name: 'Zoë Müller', email: 'zoe@example.org' },
    seller: { name: 'Azora', address: '1 Main Street, Springfield' },
    description,
    lines: [{ description, amount }],
    amount,
    paymentMethod: 'card',
  };
}

async function printed(receipt: ReceiptView, fonts = ''): Promise<PdfText[]> {
  return textsIn(await new ReceiptPdf({ PDF_FONTS: fonts } as never).print(receipt));
}

function joined(texts: PdfText[]): string {
  return texts.map(({ text }) => text).join(' ');
}

describe('A receipt as PDF', () => {
  it('says everything, from top to bottom', async () => {
    const receipt = aReceipt('Course: Compilers');
    const texts = await printed(receipt);
    expect(texts.map(({ text }) => text)).toEqual([
      'Receipt 2026-000001',
      ...['Date', '2026-03-01 12:00 UTC'],
      ...['Seller', 'Azora, 1 Main Street, Springfield'],
      ...['Paid by', 'Zoë Müller, zoe@example.org'],
      ...['Paid with', 'card'],
      ...['Payment', receipt.paymentId],
      ...['49.99 USD', 'Course: Compilers'],
      ...['49.99 USD', 'Total'],
    ]);
    const heights = texts.map(({ y }) => y);
    expect(heights).toEqual(heights.toSorted((one, other) => other - one));
  });

  it('is the same file each time', async () => {
    const receipt = aReceipt('Course: Compilers');
    const pdf = new ReceiptPdf({ PDF_FONTS: '' } as never);
    expect(await pdf.print(receipt)).toEqual(await pdf.print(receipt));
  });

  it.each([
    [{ amount: 500, currency: 'JPY' }, '500 JPY'],
    [{ amount: 1_250, currency: 'KWD' }, '1.250 KWD'],
    [{ amount: 5, currency: 'USD' }, '0.05 USD'],
  ])('writes %j as %s', async (amount, text) => {
    const texts = await printed(aReceipt('Course', amount));
    expect(texts.filter(piece => piece.text === text)).toHaveLength(2);
  });

  it.each([
    ['many words', 'All about compilers. '.repeat(400)],
    ['one word without end', 'x'.repeat(5_000)],
  ])('stays on its pages with a description of %s, and goes on to the next', async (_, description) => {
    const texts = await printed(aReceipt(description));
    expect(new Set(texts.map(({ page }) => page)).size).toBeGreaterThan(1);
    for (const { x, y } of texts) {
      expect(x).toBeGreaterThanOrEqual(LEFT);
      expect(x).toBeLessThan(RIGHT);
      expect(y).toBeGreaterThanOrEqual(BOTTOM);
    }
    const body = joined(texts).replaceAll(' ', '');
    expect(body).toContain(description.replaceAll(' ', '').slice(-30));
    expect(texts.at(-1)?.text).toBe('Total');
  });

  it('writes Western European signs as they are, composed or not', async () => {
    const texts = joined(await printed(aReceipt('“Ça va?” – 20 €, Zu\u0308rich')));
    expect(texts).toContain('“Ça va?” – 20 €, Zürich');
    expect(texts).not.toContain('question mark');
  });

  it.each(['Курс', '编译器', 'مقدمة', '😀'])('without a font for %s has question marks, and says so', async word => {
    const texts = joined(await printed(aReceipt(`Course: ${word}!`)));
    const marks = '?'.repeat([...new Intl.Segmenter().segment(word)].length);
    expect(texts.replaceAll(' ', '')).toContain(`Course:${marks}!`);
    expect(texts).toContain('A question mark may stand for a sign that this PDF has no font for.');
  });

  it('makes one line of line breaks and control characters', async () => {
    expect(joined(await printed(aReceipt('a\n\tb\u0007c\u200bd')))).toContain('a b cd');
  });

  it('can not be made with a font that there is not', () => {
    expect(() => new ReceiptPdf({ PDF_FONTS: '/nowhere/font.ttf' } as never)).toThrow('/nowhere/font.ttf');
  });

  withDejaVu('with a font of its own', () => {
    it('writes Cyrillic and Greek', async () => {
      const texts = await printed(aReceipt('Course: Курс по Ελληνικά, abc'), DEJAVU);
      expect(joined(texts)).toContain('Курс по Ελληνικά, abc');
      expect(joined(texts)).not.toContain('question mark');
    });

    it('writes Arabic and Hebrew from right to left, also across words', async () => {
      const texts = await printed(aReceipt('Course: שלום עולם!'), DEJAVU);
      const [latin, hebrew] = ['Course: ', 'םלוע םולש'].map(text => texts.find(piece => piece.text === text));
      expect(hebrew?.y).toBe(latin?.y);
      expect(hebrew?.x).toBeGreaterThan(latin?.x ?? Number.NaN);
      expect(texts.find(({ text }) => text.startsWith('!'))?.x).toBeGreaterThan(hebrew?.x ?? Number.NaN);
    });

    it('still says what it lacks', async () => {
      const texts = joined(await printed(aReceipt('Курс: 编译器'), DEJAVU));
      expect(texts).toContain('Курс: ???');
      expect(texts).toContain('A question mark may stand for');
    });

    it('breaks a long description between its fonts', async () => {
      const texts = await printed(aReceipt('Compilers компиляторы '.repeat(200)), DEJAVU);
      const description = texts.filter(({ text }) => /ompil|омпил/.test(text));
      expect(new Set(description.map(({ page }) => page)).size).toBeGreaterThan(1);
      for (const { x, y } of description) {
        expect(x).toBeLessThan(RIGHT - 130);
        expect(y).toBeGreaterThanOrEqual(BOTTOM);
      }
    });
  });
});
