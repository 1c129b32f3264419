import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.ts';
import type { ReceiptView } from '../queries/receipt.view.ts';
import { PdfPage } from './pdf-page.ts';
import { textOf } from './receipt-text.ts';

/** A receipt as PDF: the same bytes each time. */
@Injectable()
export class ReceiptPdf {
  private readonly fonts: readonly Buffer[];

  constructor({ RECEIPT_FONTS }: Environment) {
    const files = RECEIPT_FONTS.split(',').filter(Boolean);
    this.fonts = files.map(file => readFileSync(file.trim()));
  }

  print(receipt: ReceiptView): Promise<Buffer> {
    const { title, facts, lines, total } = textOf(receipt);
    const page = new PdfPage({ title, author: receipt.seller.name, createdAt: new Date(receipt.issuedAt) }, this.fonts);
    page.heading(title);
    for (const { term, text } of facts) page.row(term, text, { wide: 'right' });
    page.skip();
    for (const { description, amount } of lines) page.row(description, amount, { wide: 'left' });
    page.row('Total', total, { wide: 'left', strong: true });
    if (!page.isWhole) {
      page.skip();
      page.paragraph(
        'A question mark may stand for a sign that this PDF has no font for. The HTML version has them all.',
      );
    }
    return page.end();
  }
}
