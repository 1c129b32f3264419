import { Controller, Headers, HttpCode, Post, RawBody } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { z } from 'zod';
import { Public } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { InvalidSignature, WebhookDisabled } from '../domain/provider-event.errors.ts';
import { ReceiveWebhook } from '../processes/receive-webhook.ts';

const receivedView = z.strictObject({ received: z.literal(true) }).meta({ id: 'Received' });

@ApiTags('billing')
@Controller('api/webhooks')
@Public()
// Its signature is its protection; Stripe sends many from few addresses.
@SkipThrottle()
export class StripeWebhookController {
  constructor(private readonly webhook: ReceiveWebhook) {}

  @Post('stripe')
  @HttpCode(200)
  @ApiOperation({ summary: "Stripe's events", description: 'Kept and answered at once; worked on afterwards.' })
  @ApiHeader({
    name: 'Stripe-Signature',
    required: true,
    schema: { type: 'string' },
    example: 't=1735689600,v1=5257a8…',
  })
  @ApiOkResponse({ standardSchema: receivedView })
  @ApiProblems(InvalidSignature, WebhookDisabled)
  async receive(@RawBody() body: Buffer | undefined, @Headers('stripe-signature') signature: string | undefined) {
    await this.webhook.receive(body ?? Buffer.alloc(0), signature);
    return { received: true };
  }
}
