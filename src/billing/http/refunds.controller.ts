import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { may, Requires } from '../../identity/access.contract.ts';
import { MAX_CHARGE } from '../../kernel/domain/money.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { REFUND_REASONS, refundView } from '../billing.contract.ts';
import { OutcomeUnknown, PaymentNotFound } from '../domain/payment.errors.ts';
import {
  PaymentIsDisputed,
  PaymentNotRefundable,
  RefundAmountUneven,
  RefundExceedsPayment,
  RefundWindowOver,
} from '../domain/refund.errors.ts';
import { RefundPayment } from '../processes/refund-payment.ts';

const refundRequest = z
  .strictObject({
    paymentId: uuid,
    amount: z
      .int()
      .min(1)
      .max(MAX_CHARGE)
      .optional()
      .describe(
        "minor units of the payment's currency, in tens where it has three decimals; absent for all that is left",
      )
      .meta({ example: 1500 }),
    reason: z.enum(REFUND_REASONS).meta({ example: 'requested_by_customer' }),
    note: text().trim().min(1).max(500).optional().describe('the payer can read it').meta({ example: 'Bought twice.' }),
  })
  .meta({ id: 'RefundPayment' });

@ApiTags('billing')
@Controller('api/payments')
@Requires('payments:own')
export class RefundsController {
  constructor(private readonly refunding: RefundPayment) {}

  @Post('refund')
  @HttpCode(200)
  @Limited('money')
  @Idempotent()
  @ApiOperation({
    summary: 'Give back a payment, or a part of it',
    description:
      'The support may give back any payment. Learners may take back what they paid for a course, all of it, for some days (30 unless the platform says otherwise). The enrollment ends when everything is given back.',
  })
  @ApiOkResponse({ standardSchema: refundView, description: 'It has come to its end: see its state.' })
  @ApiAcceptedResponse({ standardSchema: refundView, description: 'It is on its way: see `GET /api/payments/{id}`.' })
  @ApiProblems(
    PaymentNotFound,
    PaymentNotRefundable,
    PaymentIsDisputed,
    RefundAmountUneven,
    RefundExceedsPayment,
    RefundWindowOver,
    OutcomeUnknown,
  )
  async refund(
    @Body({ schema: refundRequest }) { paymentId, amount, reason, note }: z.infer<typeof refundRequest>,
    @OperationId() operationId: string,
    @Actor() actor: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const request = { amount, reason, note: note ?? null, requestedBy: actor.userId, operationId };
    const refund = await this.refunding.refund(paymentId, request, may(actor, 'payments:refund'));
    if (refund.state === 'pending') void reply.status(202);
    return refund;
  }
}
