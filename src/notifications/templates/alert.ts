import type { Alert } from '../../identity/identity.contract.ts';
import type { Facts, Wording } from './wording.ts';

const NEWS: Readonly<Record<Alert, string>> = {
  password_changed: 'Your password was changed.',
  email_changed: 'The address of your account was changed.',
  roles_changed: 'What you may do on the platform was changed.',
  second_factor_enabled: 'An authenticator was turned on for your account.',
  second_factor_disabled: 'The authenticator of your account was turned off.',
  recovery_code_used: 'A recovery code was used to sign in to your account.',
  new_device: 'Somebody signed in to your account on a device that we do not know.',
  session_replayed: 'One of your sessions was used from two places at once, so we have ended it.',
  many_failed_sign_ins: 'Somebody keeps trying to sign in to your account with wrong passwords.',
  identity_linked: 'A sign-in through another provider was linked to your account.',
  api_key_created: 'An API key was made for your account.',
  account_locked: 'Your account was locked.',
  account_unlocked: 'Your account was unlocked.',
  account_erased: 'Your account was erased.',
};

export function alert({ name, alert }: Facts): Wording {
  const news = NEWS[alert as Alert];
  return {
    subject: news.replace(/\.$/, ''),
    paragraphs: [
      name ? `Hello ${name},` : 'Hello,',
      news,
      'If that was you, there is nothing to do. If it was not, set a new password and tell the support of the platform.',
    ],
  };
}
