import { z } from 'zod';
import type { Environment } from '../../config/environment.ts';

const moment = z.iso.datetime();

export const certificateView = z
  .strictObject({
    code: z.string().meta({ example: '8S4K-1Q0V-ZB7D-M3XN-52HT' }),
    title: z.string().describe('of the course, as it was called then').meta({ example: 'Compilers from Scratch' }),
    name: z
      .string()
      .nullable()
      .describe('of the learner, as they were called then; null once they have been erased')
      .meta({ example: 'Lea Learner' }),
    completedAt: moment,
    revokedAt: moment.nullable().describe('since when the learner has given the course back; null while it holds'),
    issuer: z.string().meta({ example: 'Azora' }),
    url: z.url().describe('where anybody can verify it'),
  })
  .meta({ id: 'Certificate' });

export type CertificateView = z.infer<typeof certificateView>;

export interface CertificateRow {
  readonly code: string;
  readonly title: string;
  readonly name: string | null;
  readonly completedAt: Date;
  readonly revokedAt: Date | null;
}

/** Of a certificate `k` of the enrollment `e`. Who gets the course again has the certificate again. */
export const CERTIFICATE_COLUMNS =
  'k.code, k.title, k.name, e.completed_at as "completedAt", e.ended_at as "revokedAt"';

export function certificateFrom(
  { code, title, name, completedAt, revokedAt }: CertificateRow,
  { PLATFORM_NAME, PUBLIC_URL }: Pick<Environment, 'PLATFORM_NAME' | 'PUBLIC_URL'>,
): CertificateView {
  return {
    code,
    title,
    name,
    completedAt: completedAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    issuer: PLATFORM_NAME,
    url: `${PUBLIC_URL}/api/certificates/${code}`,
  };
}
