import PDFDocument from 'pdfkit';
import { setIn, standardTypeface, type Typeface } from './typefaces.ts';

const MARGIN = 56;
const GAP = 6;
const SIZE = 11;
const REGULAR = standardTypeface('Helvetica');
const BOLD = standardTypeface('Helvetica-Bold');

/** A4, filled from top to bottom. What does not fit goes on to the next page. */
export class PdfPage {
  private readonly document: PDFKit.PDFDocument;
  private readonly more: readonly Typeface[];
  private readonly finished: Promise<Buffer>;
  private lacks = false;

  /** @param fonts the files of further fonts, for what the standard fonts lack: they know Western European languages only */
  constructor(info: { title: string; author: string; createdAt: Date }, fonts: readonly Buffer[]) {
    const { title: Title, author: Author, createdAt } = info;
    this.document = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      lang: 'en',
      displayTitle: true,
      info: { Title, Author, CreationDate: createdAt, ModDate: createdAt },
    });
    this.finished = collected(this.document);
    this.more = fonts.map((font, index) => embedded(this.document, `font-${index}`, font));
  }

  /** @param size in points */
  heading(text: string, size = 20): void {
    this.write(text, MARGIN, this.width, BOLD, size);
  }

  /** Two columns; the right one is narrow and holds a number, unless it takes what the left one leaves. */
  row(left: string, right: string, { wide, strong = false }: { wide: 'left' | 'right'; strong?: boolean }): void {
    const typeface = strong ? BOLD : REGULAR;
    const first = wide === 'left' ? this.width - 130 : 90;
    // Two lines at least, so that the columns begin on one page.
    if (this.document.y + 2 * SIZE > this.document.page.height - MARGIN) this.document.addPage();
    const { y } = this.document;
    const columns = [
      () => this.write(left, MARGIN, first - GAP, typeface),
      () => this.write(right, MARGIN + first, this.width - first, typeface, SIZE, wide === 'left' ? 'right' : 'left'),
    ];
    // The wide column comes last, since it may end on another page.
    for (const write of wide === 'left' ? columns.toReversed() : columns) {
      this.document.y = y;
      write();
    }
    this.document.y += GAP;
  }

  paragraph(text: string): void {
    this.write(text, MARGIN, this.width, REGULAR);
    this.document.y += GAP;
  }

  skip(): void {
    this.document.y += 2 * SIZE;
  }

  /** Squares in rows, true for a black one, as a QR code has them. */
  squares(rows: readonly (readonly boolean[])[], size: number): void {
    const side = size / rows.length;
    if (this.document.y + size > this.document.page.height - MARGIN) this.document.addPage();
    const { y } = this.document;
    rows.forEach((row, line) => {
      row.forEach((black, column) => {
        if (black) this.document.rect(MARGIN + column * side, y + line * side, side, side);
      });
    });
    this.document.fill('black');
    this.document.y = y + size;
  }

  end(): Promise<Buffer> {
    if (this.lacks) this.excuse();
    this.document.end();
    return this.finished;
  }

  private excuse(): void {
    this.skip();
    this.paragraph(
      'A question mark may stand for a sign that this PDF has no font for. The HTML version has them all.',
    );
  }

  private get width(): number {
    return this.document.page.width - 2 * MARGIN;
  }

  private write(
    text: string,
    x: number,
    width: number,
    typeface: Typeface,
    size = SIZE,
    align: 'left' | 'right' = 'left',
  ): void {
    const { runs, isWhole } = setIn([typeface, ...this.more], text);
    this.lacks ||= !isWhole;
    this.document.x = x;
    this.document.y += size;
    runs.forEach((run, index) => {
      // The list of features, though empty, has a line set as a whole: word by word, Arabic would run backwards.
      const options = {
        width,
        align,
        features: [],
        baseline: 'alphabetic' as const,
        continued: index < runs.length - 1,
      };
      this.document.font(run.typeface.name, size).text(run.text, options);
    });
    this.document.y -= size;
  }
}

function embedded(document: PDFKit.PDFDocument, name: string, font: Buffer): Typeface {
  document.registerFont(name, font).font(name);
  // PDFKit draws an empty box for what a font lacks, and does not say so: only the font underneath does.
  const { font: file } = (document as unknown as { _font: { font: { hasGlyphForCodePoint(at: number): boolean } } })
    ._font;
  return { name, has: codePoint => file.hasGlyphForCodePoint(codePoint) };
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
