import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { disputeView } from '../billing.contract.ts';
import { DisputeNotAnswerable, DisputeNotFound } from '../domain/dispute.errors.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import { AnswerDispute } from '../processes/answer-dispute.ts';
import { disputePageView, disputesQuery, ListDisputes } from '../queries/list-disputes.ts';

const evidenceRequest = z
  .strictObject({
    text: text()
      .trim()
      .min(1)
      .max(20_000)
      .describe('what speaks against the dispute; the bank reads it')
      .meta({ example: 'The learner completed nine of ten lessons: see the log below.' }),
  })
  .meta({ id: 'GiveEvidence' });

@ApiTags('billing')
@Controller('api/admin/disputes')
export class DisputesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly answering: AnswerDispute,
  ) {}

  @Get()
  @Requires('payments:read')
  @ApiOperation({ summary: "Everybody's disputes, newest first, with the day until which each can be answered" })
  @ApiOkResponse({ standardSchema: disputePageView })
  list(@Query({ schema: disputesQuery }) filter: z.infer<typeof disputesQuery>) {
    return this.queries.execute(new ListDisputes(filter));
  }

  @Post(':id/evidence')
  @HttpCode(200)
  @Requires('payments:refund')
  @Limited('money')
  @Idempotent()
  @ApiOperation({
    summary: 'Contest a dispute, with evidence',
    description: 'Banks take evidence once. Files, and answers to inquiries, are given at Stripe.',
  })
  @ApiOkResponse({ standardSchema: disputeView })
  @ApiProblems(DisputeNotFound, DisputeNotAnswerable, OutcomeUnknown)
  contest(
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: evidenceRequest }) body: z.infer<typeof evidenceRequest>,
    @OperationId() operationId: string,
  ) {
    return this.answering.answer(id, { evidence: body.text }, operationId);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Requires('payments:refund')
  @Limited('money')
  @Idempotent()
  @ApiOperation({ summary: 'Accept a dispute: it is lost, and the payer keeps the money' })
  @ApiOkResponse({ standardSchema: disputeView })
  @ApiProblems(DisputeNotFound, DisputeNotAnswerable, OutcomeUnknown)
  accept(@Param('id', { schema: uuid }) id: string, @OperationId() operationId: string) {
    return this.answering.answer(id, { evidence: null }, operationId);
  }
}
