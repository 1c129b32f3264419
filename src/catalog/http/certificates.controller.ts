import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Offers, Preferred } from '../../kernel/http/negotiation.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { CertificateNotFound } from '../domain/certificate.errors.ts';
import { NotEnrolled } from '../domain/enrollment.errors.ts';
import { type CertificateView, certificateView } from '../queries/certificate.view.ts';
import { GetCertificate } from '../queries/get-certificate.ts';
import { VerifyCertificate } from '../queries/verify-certificate.ts';
import { CERTIFICATE_CSP, certificateHtml } from '../templates/certificate-html.ts';
import { CertificatePdf } from '../templates/certificate-pdf.ts';

const SHOWN = ['application/json', 'text/html'] as const;
const KEPT = [...SHOWN, 'application/pdf'] as const;

const code = text().max(100).meta({ example: '8S4K-1Q0V-ZB7D-M3XN-52HT' });

@ApiTags('catalog')
@Controller('api')
export class CertificatesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pdf: CertificatePdf,
  ) {}

  @Get('courses/:id/certificate')
  @Requires('courses:learn')
  @ApiOperation({ summary: 'Your certificate of a course', description: 'As data, as a page or as PDF.' })
  @ApiOkResponse({ standardSchema: certificateView })
  @Offers(KEPT)
  @ApiProblems(NotEnrolled, CertificateNotFound)
  async own(
    @Param('id', { schema: uuid }) courseId: string,
    @Preferred(KEPT) type: (typeof KEPT)[number],
    @Actor() actor: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const certificate = await this.queries.execute(new GetCertificate(courseId, actor.userId));
    return type === 'application/pdf' ? this.file(certificate) : shown(certificate, type, reply);
  }

  @Get('certificates/:code')
  @Public()
  @ApiOperation({
    summary: 'Verify a certificate by the code on it',
    description: 'In whatever case, with or without hyphens. As data or as a page.',
  })
  @ApiOkResponse({ standardSchema: certificateView })
  @Offers(SHOWN)
  @ApiProblems(CertificateNotFound)
  async verify(
    @Param('code', { schema: code }) typed: string,
    @Preferred(SHOWN) type: (typeof SHOWN)[number],
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return shown(await this.queries.execute(new VerifyCertificate(typed)), type, reply);
  }

  private async file(certificate: CertificateView): Promise<StreamableFile> {
    return new StreamableFile(await this.pdf.print(certificate), {
      type: 'application/pdf',
      disposition: `attachment; filename="certificate-${certificate.code}.pdf"`,
    });
  }
}

function shown(certificate: CertificateView, type: (typeof SHOWN)[number], reply: FastifyReply) {
  if (type === 'application/json') return certificate;
  void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CERTIFICATE_CSP });
  return certificateHtml(certificate);
}
