import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../access.contract.ts';
import { RotateSigningKeys } from '../processes/rotate-signing-keys.ts';

const rotationRequest = z
  .strictObject({
    compromised: z
      .boolean()
      .default(false)
      .describe('whether a key has leaked: then all others end at once, and everybody has to refresh'),
  })
  .meta({ id: 'RotateSigningKeys' });

@ApiTags('identity')
@Controller('api/admin/signing-keys')
@Requires('signing-keys:rotate')
export class SigningKeysController {
  constructor(private readonly rotation: RotateSigningKeys) {}

  @Post('rotate')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Rotate the signing key',
    description: 'It happens by itself every 30 days. The new key is published 10 minutes before it signs.',
  })
  @ApiNoContentResponse()
  async rotate(@Body({ schema: rotationRequest }) { compromised }: z.output<typeof rotationRequest>) {
    await this.rotation.rotate(compromised ? 'compromised' : 'now');
  }
}
