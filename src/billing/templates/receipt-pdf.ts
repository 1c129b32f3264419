import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.ts';
import { fontsIn } from '../../kernel/printing/fonts.ts';
import { PdfPage } from '../../kernel/printing/pdf-page.ts';
import type { ReceiptView } from '../queries/receipt.view.ts';
import { textOf } from './receipt-text.ts';

/** A receipt as PDF: the same bytes each time. */
@Injectable()
export class ReceiptPdf {
  private readonly fonts: readonly Buffer[];

  constructor(environment: Environment) {
    this.fonts = fontsIn(environment);
  }

  print(receipt: ReceiptView): Promise<Buffer> {
    const { title, facts, lines, total } = textOf(receipt);
    const page = new PdfPage({ title, author: receipt.seller.name, createdAt: new Date(receipt.issuedAt) }, this.fonts);
    page.heading(title);
    page.skip();
    for (const { term, text } of facts) page.row(term, text, { wide: 'right' });
    page.skip();
    for (const { description, amount } of lines) page.row(description, amount, { wide: 'left' });
    page.row('Total', total, { wide: 'left', strong: true });
    return page.end();
  }
}
