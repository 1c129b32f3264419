import { z } from 'zod';

export const enrollmentView = z
  .strictObject({
    secret: z.string().describe('Base32, for typing it in').meta({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }),
    uri: z.string().meta({ example: 'otpauth://totp/Azora:ada%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Azora' }),
    qrCode: z
      .string()
      .describe('the uri as an image, a data URL')
      .meta({ example: 'data:image/png;base64,iVBORw0KGgo=' }),
  })
  .meta({ id: 'AuthenticatorEnrollment' });
export type EnrollmentView = z.infer<typeof enrollmentView>;

export const recoveryCodesView = z
  .strictObject({
    recoveryCodes: z
      .array(z.string().meta({ example: '0f3a97c-21d88be-451aa0b-9e3c6d1' }))
      .describe('each signs in once instead of a code; they are shown this once'),
  })
  .meta({ id: 'RecoveryCodes' });
