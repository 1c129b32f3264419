import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Offers, Preferred } from '../../kernel/http/negotiation.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import { ReceiptNotFound } from '../domain/receipt.errors.ts';
import { GetReceipt } from '../queries/get-receipt.ts';
import { type ReceiptView, receiptView } from '../queries/receipt.view.ts';
import { RECEIPT_CSP, receiptHtml } from '../templates/receipt-html.ts';
import { ReceiptPdf } from '../templates/receipt-pdf.ts';

const TYPES = ['application/json', 'text/html', 'application/pdf'] as const;

@ApiTags('billing')
@Controller('api/payments')
@Requires('payments:own')
export class ReceiptsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly pdf: ReceiptPdf,
  ) {}

  @Get(':id/receipt')
  @ApiOperation({ summary: 'The receipt of one of your payments', description: 'As data, as a page or as PDF.' })
  @ApiOkResponse({ standardSchema: receiptView })
  @Offers(TYPES)
  @ApiProblems(PaymentNotFound, ReceiptNotFound)
  async receipt(
    @Param('id', { schema: uuid }) id: string,
    @Preferred(TYPES) type: (typeof TYPES)[number],
    @Actor() actor: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const receipt = await this.queries.execute(new GetReceipt(id, actor.userId));
    switch (type) {
      case 'application/json':
        return receipt;
      case 'text/html':
        void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': RECEIPT_CSP });
        return receiptHtml(receipt);
      case 'application/pdf':
        return this.file(receipt);
    }
  }

  private async file(receipt: ReceiptView): Promise<StreamableFile> {
    return new StreamableFile(await this.pdf.print(receipt), {
      type: 'application/pdf',
      disposition: `attachment; filename="receipt-${receipt.number}.pdf"`,
    });
  }
}
