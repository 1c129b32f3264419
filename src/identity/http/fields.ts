import { z } from 'zod';
import { text } from '../../kernel/http/text.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from '../domain/new-password.ts';

/** Fields that several requests about accounts have in common. */

export const email = z.email().max(254).meta({ example: 'ada@example.org' });
/** One that an account gets. Under `.invalid` nobody reads mail: addresses there are of accounts that were erased. */
export const newEmail = email.refine(address => !/\.invalid$/i.test(address), 'Nobody can have this address');
export const personName = text().trim().min(1).max(100).meta({ example: 'Ada Lovelace' });
export const password = text().min(1).max(MAX_PASSWORD).meta({ example: 'correct horse battery staple' });
export const newPassword = text()
  .min(MIN_PASSWORD)
  .max(MAX_PASSWORD)
  .describe('any characters; the commonest passwords are refused')
  .meta({ example: 'correct horse battery staple' });
export const code = text().trim().min(6).max(40).meta({ example: '492039' });
export const deviceToken = z
  .string()
  .regex(/^[\w-]{43}$/)
  .describe('what an earlier sign-in on this device has answered')
  .meta({ example: 'c2Vjb25kLWZhY3Rvci1pcy1ub3QtYS1kZXZpY2UtdG9' });
export const linkToken = text()
  .min(1)
  .max(200)
  .describe('of the link in the mail')
  .meta({ example: 'AZrNCmm6cACQjIwUpm0L2kF0c3QtdG9rZW4tb2YtYS1saW5rLWluLWEtbWFpbC0' });

/** How a person shows that they are none of the programs. */
export const humanity = {
  captchaToken: text().max(4_096).optional().describe('of reCAPTCHA v3, where the platform uses it'),
  mailProof: text()
    .max(200)
    .optional()
    .describe('the token of the link that `mail_proof_required` has sent, in place of a captcha'),
};
