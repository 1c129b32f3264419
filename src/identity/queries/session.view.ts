import { z } from 'zod';
import { accountView } from '../identity.contract.ts';

export const sessionView = z
  .strictObject({
    accessToken: z.string().describe('send it as `Authorization: Bearer`'),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().describe('seconds').meta({ example: 900 }),
    user: accountView,
  })
  .meta({ id: 'Session' });

export type SessionView = z.infer<typeof sessionView>;
