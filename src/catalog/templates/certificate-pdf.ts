import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.ts';
import { fontsIn } from '../../kernel/printing/fonts.ts';
import { PdfPage } from '../../kernel/printing/pdf-page.ts';
import type { CertificateView } from '../queries/certificate.view.ts';
import { textOf } from './certificate-text.ts';
import { qrCodeOf } from './qr-code.ts';

/** In points; as wide as a thumb, so that any telephone reads it from paper. */
const QR_SIZE = 110;

/** A certificate as PDF: the same bytes each time. */
@Injectable()
export class CertificatePdf {
  private readonly fonts: readonly Buffer[];

  constructor(environment: Environment) {
    this.fonts = fontsIn(environment);
  }

  print(certificate: CertificateView): Promise<Buffer> {
    const { heading, name, title, facts } = textOf(certificate);
    const { issuer: author, completedAt, url } = certificate;
    const page = new PdfPage({ title: `${heading}: ${title}`, author, createdAt: new Date(completedAt) }, this.fonts);
    page.paragraph(heading);
    page.skip();
    page.heading(name, 32);
    page.skip();
    page.paragraph('has completed the course');
    page.heading(title);
    page.skip();
    for (const { term, text } of facts) page.row(term, text, { wide: 'right' });
    page.skip();
    page.squares(qrCodeOf(url), QR_SIZE);
    return page.end();
  }
}
