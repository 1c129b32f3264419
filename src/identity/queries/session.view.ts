import { z } from 'zod';
import { accountView } from '../identity.contract.ts';

export const sessionView = z
  .strictObject({
    accessToken: z.string().describe('send it as `Authorization: Bearer`'),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().describe('seconds').meta({ example: 900 }),
    refreshToken: z
      .string()
      .optional()
      .describe('for the next access token; pages of the platform get it as a cookie that no script can read instead')
      .meta({ example: 'pkQy3m1Yd0yTqWbQ2Zz9rC1n5uVx8sLh4jKf7gEaR6o' }),
    deviceToken: z
      .string()
      .optional()
      .describe('keep it and send it with the next sign-in, so that strangers who guess never shut this device out')
      .meta({ example: 'c2Vjb25kLWZhY3Rvci1pcy1ub3QtYS1kZXZpY2UtdG9rZW4' }),
    user: accountView,
  })
  .meta({ id: 'Session' });

export type SessionView = z.infer<typeof sessionView>;
